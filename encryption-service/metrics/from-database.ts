import { countJobs, countLinks } from '@/lib/store/figures'
import type { PlatformScope } from '@/lib/store/open'
import { inTime } from '../in-time'
import { log } from '../log'
import type { Metrics } from './metrics'

const WITHIN_MS = 2_000

/** Figures of the whole installation, the same in every process. Without the database they are left out. */
export function measureDatabase(metrics: Metrics, platform: PlatformScope): void {
  const within = <T>(work: Promise<T[]>) =>
    inTime(WITHIN_MS, work).catch((error: unknown): T[] => {
      log.failure('figures not read', error)
      return []
    })
  metrics.gauges('latchkey_links', 'Linked customer root keys, by availability', ['availability'], () =>
    within(
      countLinks(platform).then((found) =>
        found.map(({ availability, count }) => ({ labels: { availability }, value: count })),
      ),
    ),
  )
  const help = 'Jobs waiting and running, and those that ended within a day'
  metrics.gauges('latchkey_jobs', help, ['kind', 'state'], () =>
    within(
      countJobs(platform, new Date()).then((found) =>
        found.map(({ kind, state, count }) => ({ labels: { kind, state }, value: count })),
      ),
    ),
  )
}
