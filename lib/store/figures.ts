import type { PlatformScope } from './open'

const DAY_MS = 24 * 60 * 60 * 1000

/** How many live links stand how. */
export async function countLinks({ db }: PlatformScope) {
  const rows = await db.linkAvailability.groupBy({
    by: ['availability'],
    where: { link: { state: 'active' } },
    _count: true,
  })
  return rows.map(({ availability, _count: count }) => ({ availability, count }))
}

/** How many jobs of each kind are in each state; of those that are over, only the ones of the last day. */
export async function countJobs({ db }: PlatformScope, now: Date) {
  const dayAgo = new Date(now.getTime() - DAY_MS)
  const states = [
    ['queued', { OR: [{ run: null }, { run: { state: 'queued' } }] }],
    ['running', { run: { state: 'running' } }],
    ['done', { run: { state: 'done', finishedAt: { gt: dayAgo } } }],
    ['failed', { run: { state: 'failed', finishedAt: { gt: dayAgo } } }],
  ] as const
  const counted = states.map(async ([state, where]) => {
    const rows = await db.job.groupBy({ by: ['kind'], where: where as object, _count: true })
    return rows.map(({ kind, _count: count }) => ({ kind, state, count }))
  })
  return (await Promise.all(counted)).flat()
}
