import { appendAudit } from './audit'
import { bumpEpoch } from './key-rows'
import { hastenLook } from './link-watches'
import type { PlatformScope } from './open'
import type { OrganizationScope } from './scope'

/** What a link's availability became, and what the cloud said. */
export interface AvailabilityChange {
  linkId: string
  availability: 'active' | 'grace' | 'stopped_denied' | 'stopped_unreachable'
  /** what it ends: only who waited out a denial says that it is over */
  ends: AvailabilityChange['availability']
  cause: string
  errorName: string | null
  requestId: string | null
  at: Date
  /** how many denials there were before the first of the two good proofs of a return */
  denials: bigint
}

const ACTIONS = {
  active: 'availability.returned',
  grace: 'availability.grace',
  stopped_denied: 'availability.stopped',
  stopped_unreachable: 'availability.stopped',
} as const

/**
 * Records a change of availability with its audit entry and tells every process; nothing happens when another
 * process recorded the same before. A stop by denial is never overwritten by an outage, nor by the end of one.
 * @returns false when it is a return and another process was denied between its two good proofs: it is none then
 */
export async function recordChange(scope: OrganizationScope, change: AvailabilityChange): Promise<boolean> {
  const { linkId, availability, ends, cause, errorName, requestId, at, denials } = change
  return scope.transaction(async (tx) => {
    const silent = availability === 'grace' || availability === 'stopped_unreachable'
    const returns = availability === 'active' && ends === 'stopped_denied'
    const yields = silent || (availability === 'active' && !returns)
    // First of all: it locks the row, so that a return either knows of this denial or is ended by it.
    if (availability === 'stopped_denied') await countDenial(tx, linkId)
    const { count } = await tx.db.linkAvailability.updateMany({
      where: {
        linkId,
        availability: { notIn: yields ? [availability, 'stopped_denied'] : [availability] },
        ...(returns ? { denials } : {}),
      },
      data: { availability, cause, errorName, requestId, since: at, firstGoodAt: null },
    })
    if (count === 0) return !returns || (await isActive(tx, linkId))
    if (!silent) await bumpEpoch(tx)
    // If it is to be deleted, the date should be known soon.
    if (availability === 'stopped_denied') await hastenLook(tx, linkId, at)
    await appendAudit(tx, {
      actorId: null,
      actorName: 'Latchkey',
      action: ACTIONS[availability],
      target: linkId,
      detail: { availability, cause, errorName, requestId },
    })
    return true
  })
}

async function countDenial({ db }: OrganizationScope, linkId: string): Promise<void> {
  await db.linkAvailability.updateMany({
    where: { linkId },
    data: { denials: { increment: 1 }, firstGoodAt: null },
  })
}

async function isActive({ db }: OrganizationScope, linkId: string): Promise<boolean> {
  const row = await db.linkAvailability.findFirst({ where: { linkId }, select: { availability: true } })
  return row?.availability === 'active'
}

/** How many answers of a link's root have denied so far, to whichever process. */
export async function readDenials({ db }: OrganizationScope, linkId: string): Promise<bigint> {
  const row = await db.linkAvailability.findFirst({ where: { linkId }, select: { denials: true } })
  return row?.denials ?? 0n
}

/**
 * A process that alone is denied stops nobody else, but every other one proves the link before its next use; told by
 * the epoch.
 */
export async function demandProofs(scope: OrganizationScope, linkId: string, cause: string, at: Date) {
  await scope.transaction(async (tx) => {
    await tx.db.linkAvailability.updateMany({ where: { linkId }, data: { proofDemandedAt: at } })
    await bumpEpoch(tx)
    await appendAudit(tx, {
      actorId: null,
      actorName: 'Latchkey',
      action: 'availability.doubted',
      target: linkId,
      detail: { cause },
    })
  })
}

/** Keeps when a link was last tried and last proven, for the pages. */
export async function recordProof(
  { db }: OrganizationScope,
  linkId: string,
  times: { lastAttemptAt: Date; lastProofAt?: Date; cause?: string },
) {
  await db.linkAvailability.updateMany({ where: { linkId }, data: times })
}

/**
 * Keeps the first of the two good proofs that end a stop, so that a process that begins meanwhile goes on from there.
 * @param denials how many there were before it: if one came since, it is nothing
 */
export async function recordFirstGood(
  { db }: OrganizationScope,
  linkId: string,
  { firstGoodAt, denials }: { firstGoodAt: Date | null; denials: bigint },
) {
  const where = firstGoodAt ? { linkId, denials } : { linkId }
  await db.linkAvailability.updateMany({ where, data: { firstGoodAt } })
}

/** Counts refused requests; they are counted, not entered into the audit log. */
export async function countRefusals({ db }: OrganizationScope, linkId: string, refusals: number) {
  await db.linkAvailability.updateMany({
    where: { linkId },
    data: { refusedRequests: { increment: refusals } },
  })
}

/**
 * Takes the right to try a stopped link until the lease ends, or holds on to it; false when another process has it. A
 * lease that ends later than any could was taken before the clock was set back, and keeps nobody out.
 */
export async function claimProbe(
  { db }: OrganizationScope,
  linkId: string,
  { now, until, held }: { now: Date; until: Date; held: Date | null },
) {
  const isFree = [
    ...(held ? [{ probeLeaseUntil: held }] : []),
    { probeLeaseUntil: null },
    { probeLeaseUntil: { lt: now } },
    { probeLeaseUntil: { gt: until } },
  ]
  const { count } = await db.linkAvailability.updateMany({
    where: { linkId, OR: isFree },
    data: { probeLeaseUntil: until },
  })
  return count > 0
}

/** Gives up the right to try a stopped link, if it is still the one that was taken. */
export async function releaseProbe({ db }: OrganizationScope, linkId: string, held: Date) {
  await db.linkAvailability.updateMany({
    where: { linkId, probeLeaseUntil: held },
    data: { probeLeaseUntil: null },
  })
}

/** Organizations whose key is stopped: somebody has to try it from time to time. */
export async function findStopped(platform: PlatformScope): Promise<string[]> {
  const rows = await platform.db.linkAvailability.findMany({
    where: { availability: { in: ['stopped_denied', 'stopped_unreachable'] }, link: { state: 'active' } },
    select: { organizationId: true },
  })
  return rows.map((row) => row.organizationId)
}

/** The epochs of some organizations. */
export async function readEpochs(
  platform: PlatformScope,
  organizations: string[],
): Promise<Map<string, bigint>> {
  const rows = await platform.db.organizationEpoch.findMany({
    where: { organizationId: { in: organizations } },
  })
  return new Map(rows.map((row) => [row.organizationId, row.epoch]))
}

/** Keeps what the last proof of the platform's root said. */
export async function recordPlatformRoot(
  platform: PlatformScope,
  id: string,
  state: { availability: AvailabilityChange['availability']; cause: string; since: Date; lastProofAt?: Date },
) {
  await platform.db.platformRoot.update({ where: { id }, data: state })
}
