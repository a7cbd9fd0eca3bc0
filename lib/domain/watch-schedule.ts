const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** Whoever takes a turn has this long for it; then it is another process's. */
export const WATCH_LEASE_MS = 2 * MINUTE_MS

export type WatchTurn = 'look' | 'check'

/** The earliest and latest next turn: whatever is new is noticed within the hour, and drift within the day. */
const AFTER_AN_ANSWER: Record<WatchTurn, [number, number]> = {
  look: [50 * MINUTE_MS, 58 * MINUTE_MS],
  check: [22 * HOUR_MS, 24 * HOUR_MS],
}
const AFTER_SILENCE: Record<WatchTurn, [number, number]> = {
  look: [8 * MINUTE_MS, 12 * MINUTE_MS],
  check: [50 * MINUTE_MS, 70 * MINUTE_MS],
}

/**
 * When a key is looked at, or checked, the next time.
 * @param answered whether the cloud said anything; silence is tried again sooner
 * @param spread 0 to 1, drawn anew each time, so that many keys don't come due together
 */
export function nextTurnAt(turn: WatchTurn, now: Date, answered: boolean, spread: number): Date {
  const [earliest, latest] = (answered ? AFTER_AN_ANSWER : AFTER_SILENCE)[turn]
  return new Date(now.getTime() + earliest + spread * (latest - earliest))
}

/** The first turns of a new link: a look at once, and a check a day after the one by which it was linked. */
export function firstTurns(now: Date, spread: number): { nextLookAt: Date; nextCheckAt: Date } {
  return { nextLookAt: now, nextCheckAt: nextTurnAt('check', now, true, spread) }
}
