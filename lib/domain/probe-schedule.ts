import { type Availability, isStopped, SECOND_PROOF_AFTER_MS } from './availability'
import { elapsedMs, type Instant, later } from './instant'

/** Between proofs while keys are loaded, and in the first hour of a stop. */
const PROBE_EVERY_MS = 30_000
const JITTER = 0.2
const STOPPED_FAST_FOR_MS = 60 * 60_000
const STOPPED_SLOW_EVERY_MS = 5 * 60_000
/** Timers may fire a little early; the second good proof must not be refused for a millisecond. */
const SECOND_PROOF_SLACK_MS = 100
/** "Check now" and refused requests try a stopped root at most this often. */
export const ON_DEMAND_EVERY_MS = 10_000

/**
 * When a root whose keys are loaded, or which is stopped, is to be proven next. `random` is 0 to 1 and spreads the
 * proofs by 20 % to either side. A root that was never tried is due at `now`.
 */
export function nextProbeAt(availability: Availability, now: Instant, random: number): Instant {
  const { lastAttemptAt, firstGoodAt, since } = availability
  if (lastAttemptAt === null) return now
  if (!isStopped(availability)) return later(lastAttemptAt, jittered(PROBE_EVERY_MS, random))
  if (firstGoodAt !== null) return later(firstGoodAt, SECOND_PROOF_AFTER_MS + SECOND_PROOF_SLACK_MS)
  const fast = elapsedMs(since, now) < STOPPED_FAST_FOR_MS
  return later(lastAttemptAt, jittered(fast ? PROBE_EVERY_MS : STOPPED_SLOW_EVERY_MS, random))
}

/** Whether a moment has come, by either clock. */
export function isDue(at: Instant, now: Instant): boolean {
  return elapsedMs(at, now) >= 0
}

/** Whether "check now" or a refused request may try now. */
export function mayProbeOnDemand({ lastAttemptAt }: Availability, now: Instant): boolean {
  return lastAttemptAt === null || elapsedMs(lastAttemptAt, now) >= ON_DEMAND_EVERY_MS
}

function jittered(periodMs: number, random: number): number {
  return Math.round(periodMs * (1 - JITTER + 2 * JITTER * random))
}
