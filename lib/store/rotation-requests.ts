import { LatchkeyError } from '@/lib/domain/errors'
import type { PlatformScope } from './open'
import type { OrganizationScope } from './scope'

/** Records what an admin asks for. */
export async function insertRotationRequest(
  { db, organizationId }: OrganizationScope,
  request: {
    id: string
    reason: string
    newKeyId: string
    requestedBy: string
    requestedAt: Date
    expiresAt: Date
  },
) {
  await db.rotationRequest.create({ data: { ...request, organizationId } })
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

/** The support desk's queue, over all organizations: undecided first, then the newest. */
export function listDeskRequests(platform: PlatformScope, limit: number) {
  return platform.db.rotationRequest.findMany({
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
