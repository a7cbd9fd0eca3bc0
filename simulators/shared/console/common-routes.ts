import { z } from 'zod'
import type { Clock } from '../clock'
import { CodedError } from '../errors'
import { type FaultBook, type FaultKind, faultRequestOf } from '../faults'
import { LAG_MAX_MS } from '../lag'
import { type Route, route } from './route'

const CLOCK_MAX_MS = 10 * 365 * 86_400_000

const clockRequest = z.strictObject({ offsetMs: z.int().min(-CLOCK_MAX_MS).max(CLOCK_MAX_MS) })
const lagRequest = z.strictObject({ ms: z.int().min(0).max(LAG_MAX_MS) })

/** The verbs that every cloud's control API has alike: `/faults`, `/clock` and `/lag`. */
export function commonRoutes(cloud: {
  faults: FaultBook
  faultKinds: readonly [FaultKind, ...FaultKind[]]
  clock: Clock
  lag: { ms: number }
  /** Does what became due and keeps the new time, after the clock was moved. */
  clockMoved(): Promise<void>
}): Route[] {
  const { faults, clock, lag } = cloud
  const faultRequest = faultRequestOf(cloud.faultKinds)
  const clockView = () => ({ offsetMs: clock.offsetMs, now: clock.iso() })
  return [
    route('GET', '/faults', () => ({ faults: faults.list() })),
    route('POST', '/faults', (_, body) => ({ fault: faults.add(faultRequest.parse(body)) })),
    route('DELETE', '/faults', () => ({ removed: faults.remove() })),
    route('DELETE', '/faults/([^/]+)', ([id]) => {
      const removed = faults.remove(id)
      if (removed === 0) throw new CodedError(404, 'NOT_FOUND', 'There is no such fault; it may be used up.')
      return { removed }
    }),
    route('GET', '/clock', clockView),
    route('POST', '/clock', async (_, body) => {
      clock.offsetMs = clockRequest.parse(body).offsetMs
      await cloud.clockMoved()
      return clockView()
    }),
    route('GET', '/lag', () => ({ ms: lag.ms })),
    route('POST', '/lag', (_, body) => {
      lag.ms = lagRequest.parse(body).ms
      return { ms: lag.ms }
    }),
  ]
}
