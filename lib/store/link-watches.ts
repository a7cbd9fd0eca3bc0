import { firstTurns, type WatchTurn } from '@/lib/domain/watch-schedule'
import type { Prisma } from './generated/client'
import type { PlatformScope } from './open'
import type { OrganizationScope } from './scope'

/** Begins the watch over a link. */
export async function insertWatch({ db, organizationId }: OrganizationScope, linkId: string, now: Date) {
  await db.linkWatch.create({ data: { organizationId, linkId, ...firstTurns(now, Math.random()) } })
}

/** Links whose keys are looked at and checked: all that something may hang on. */
const WATCHED = { state: { in: ['staged', 'active', 'replaced'] } } satisfies Prisma.KeyLinkWhereInput
/** A stopped link is left to those who try whether it is back. */
const STOPPED = {
  availability: { in: ['stopped_denied', 'stopped_unreachable'] },
} satisfies Prisma.LinkAvailabilityWhereInput

const FIELD = { look: 'nextLookAt', check: 'nextCheckAt' } as const

/** But one that is to be deleted is looked at all the same: the date counts. */
const DOOMED = { cause: 'PENDING_DELETION' } satisfies Prisma.LinkAvailabilityWhereInput

/** Watched links whose turn it is, the longest due first. */
export function findDueWatches({ db }: PlatformScope, turn: WatchTurn, now: Date, take: number) {
  const isOpen = { NOT: { availability: STOPPED } }
  const isLookedAt = { OR: [isOpen, { availability: DOOMED }] }
  return db.linkWatch.findMany({
    where: {
      [FIELD[turn]]: { lte: now },
      link: { ...WATCHED, ...(turn === 'look' ? isLookedAt : isOpen) },
    },
    include: { link: true },
    orderBy: { [FIELD[turn]]: 'asc' },
    take,
  })
}

export type DueWatch = Awaited<ReturnType<typeof findDueWatches>>[number]

/** Takes a turn until then, if nobody else has taken it since it was read. */
export async function claimTurn(
  { db }: OrganizationScope,
  turn: WatchTurn,
  { linkId, nextLookAt, nextCheckAt }: Pick<DueWatch, 'linkId' | 'nextLookAt' | 'nextCheckAt'>,
  until: Date,
): Promise<boolean> {
  const seen = { look: nextLookAt, check: nextCheckAt }[turn]
  const { count } = await db.linkWatch.updateMany({
    where: { linkId, [FIELD[turn]]: seen },
    data: { [FIELD[turn]]: until },
  })
  return count > 0
}

/** Ends a turn that is still held until then, and says when the next one is; one made due meanwhile stays due. */
export async function endTurn(
  { db }: OrganizationScope,
  turn: WatchTurn,
  linkId: string,
  { until, next }: { until: Date; next: Date },
) {
  await db.linkWatch.updateMany({
    where: { linkId, [FIELD[turn]]: until },
    data: { [FIELD[turn]]: next },
  })
}

/** Makes both turns of a link due now, whenever they would have been. */
export async function hastenWatch({ db }: OrganizationScope, linkId: string, now: Date) {
  await db.linkWatch.updateMany({ where: { linkId }, data: { nextLookAt: now, nextCheckAt: now } })
}

/** Makes the next look at a link due now. */
export async function hastenLook({ db }: OrganizationScope, linkId: string, now: Date) {
  await db.linkWatch.updateMany({ where: { linkId }, data: { nextLookAt: now } })
}

/** Keeps what a turn found, and when the next one is. */
export async function saveWatch(
  { db }: OrganizationScope,
  linkId: string,
  data: Prisma.LinkWatchUncheckedUpdateManyInput,
) {
  await db.linkWatch.updateMany({ where: { linkId }, data })
}

/** Keeps the checks that a link is measured by from now on; only one that has none gets them. */
export async function saveBaseline({ db }: OrganizationScope, linkId: string, checks: Prisma.InputJsonArray) {
  await db.keyLink.updateMany({ where: { id: linkId, checks: { equals: [] } }, data: { checks } })
}
