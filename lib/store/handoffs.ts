import type { Cloud } from '@/lib/domain/provider'
import type { PlatformScope } from './open'
import type { OrganizationScope } from './scope'

type Bytes = Uint8Array<ArrayBuffer>

/** Records a link that hands off the steps; its token is kept as SHA-256 alone. */
export async function insertHandoff(
  { db, organizationId }: OrganizationScope,
  handoff: { id: string; tokenHash: Bytes; provider: Cloud; createdBy: string; expiresAt: Date },
) {
  await db.handoff.create({ data: { ...handoff, organizationId } })
}

const live = (now: Date) => ({ revokedAt: null, expiresAt: { gt: now } })

/** The links that still lead to the steps, newest first. */
export function listLiveHandoffs({ db }: OrganizationScope, now: Date) {
  return db.handoff.findMany({
    where: live(now),
    select: { id: true, provider: true, createdBy: true, createdAt: true, expiresAt: true },
    orderBy: { createdAt: 'desc' },
    take: 50,
  })
}

/** A live link by its id; null when it is not there, over or revoked. */
export function findLiveHandoff({ db }: OrganizationScope, id: string, now: Date) {
  return db.handoff.findFirst({ where: { id, ...live(now) }, select: { id: true, provider: true } })
}

/** Ends a link before its time. @returns false when it was over already */
export async function revokeHandoff({ db }: OrganizationScope, id: string, by: string, now: Date) {
  const { count } = await db.handoff.updateMany({
    where: { id, ...live(now) },
    data: { revokedAt: now, revokedBy: by },
  })
  return count > 0
}

/** A live link by the SHA-256 of its token; null when unknown, expired or revoked, which nothing tells apart. */
export function findHandoffByToken({ db }: PlatformScope, tokenHash: Bytes, now: Date) {
  return db.handoff.findFirst({
    where: { tokenHash, ...live(now) },
    select: { id: true, organizationId: true, provider: true, createdBy: true, expiresAt: true },
  })
}
