import { LatchkeyError } from '@/lib/domain/errors'
import type { KeyAccess } from '@/lib/domain/link-identity'
import type { Prisma } from './generated/client'
import type { PlatformScope } from './open'
import { isDuplicate } from './problems'
import type { OrganizationScope } from './scope'

/**
 * Records what an admin asks for; of two requests made at once the database takes one.
 * @throws LatchkeyError rotation_in_progress when another request is undecided
 */
export async function insertRotationRequest(
  { db, organizationId }: OrganizationScope,
  request: {
    id: string
    reason: string
    newKeyId: string
    newKeyAccess: KeyAccess
    requestedBy: string
    requestedAt: Date
    expiresAt: Date
  },
) {
  try {
    await db.rotationRequest.create({ data: { ...request, organizationId } })
  } catch (cause) {
    if (isDuplicate(cause)) throw new LatchkeyError('rotation_in_progress', { cause })
    throw cause
  }
}

/** Closes requests that nobody decided in time, so that a new one can be made; returns their ids. */
export async function closeExpiredRequests({ db }: OrganizationScope, now: Date): Promise<string[]> {
  const closed = await db.rotationRequest.updateManyAndReturn({
    where: { decision: 'pending', expiresAt: { lte: now } },
    data: { decision: 'rejected', decidedBy: null, decidedAt: now },
    select: { id: true },
  })
  return closed.map(({ id }) => id)
}

/** An organization's requests with how their rotations go, newest first. */
export function listRotationRequests({ db }: OrganizationScope, limit: number) {
  return db.rotationRequest.findMany({
    include: { rotation: true },
    orderBy: { requestedAt: 'desc' },
    take: limit,
  })
}

/** One request; null when the organization has none by that id. */
export function findRotationRequest({ db }: OrganizationScope, id: string) {
  return db.rotationRequest.findUnique({ where: { id }, include: { rotation: true } })
}

/** A request that is undecided, or approved and not finished; there may be one at a time. */
export function findOpenRequest({ db }: OrganizationScope, now: Date) {
  return db.rotationRequest.findFirst({
    where: {
      OR: [
        { decision: 'pending', expiresAt: { gt: now } },
        { decision: 'approved', rotation: null },
        { decision: 'approved', rotation: { finishedAt: null } },
      ],
    },
    select: { id: true },
  })
}

/** Decides a request that is still open; only one of two deciders wins. */
export async function decideRequest(
  { db }: OrganizationScope,
  id: string,
  decision: { decision: 'approved' | 'rejected'; decidedBy: string; decidedAt: Date; decisionReason: string },
): Promise<void> {
  const { count } = await db.rotationRequest.updateMany({
    where: { id, decision: 'pending', expiresAt: { gt: decision.decidedAt } },
    data: decision,
  })
  if (count === 0) throw new LatchkeyError('request_closed')
}

/** Which requests the support desk looks at. */
export type DeskFilter = 'waiting' | 'approved' | 'closed' | 'all'

function deskWhere(filter: DeskFilter, now: Date): Prisma.RotationRequestWhereInput {
  const waiting = { decision: 'pending' as const, expiresAt: { gt: now } }
  const unfinished = {
    decision: 'approved' as const,
    OR: [{ rotation: null }, { rotation: { finishedAt: null } }],
  }
  if (filter === 'waiting') return waiting
  if (filter === 'approved') return unfinished
  return filter === 'closed' ? { NOT: [waiting, unfinished] } : {}
}

/** The support desk's queue, over all organizations: undecided first, then the newest. */
export function listDeskRequests(platform: PlatformScope, filter: DeskFilter, now: Date, limit: number) {
  return platform.db.rotationRequest.findMany({
    where: deskWhere(filter, now),
    include: { rotation: true, organization: { select: { id: true, name: true } } },
    orderBy: [{ decision: 'asc' }, { requestedAt: 'desc' }],
    take: limit,
  })
}

/** Which organization a request belongs to; null when there is no such request. */
export async function organizationOfRequest(platform: PlatformScope, id: string) {
  const found = await platform.db.rotationRequest.findUnique({
    where: { id },
    select: { organization: { select: { id: true, name: true } } },
  })
  return found?.organization ?? null
}
