/** The wrong passwords counted for one e-mail address. */
export interface Failures {
  failures: number
  lastFailedAt: Date
}

const FREE_FAILURES = 5
const MINUTE_MS = 60_000
const LONGEST_WAIT_MS = 15 * MINUTE_MS
const FORGOTTEN_AFTER_MS = 24 * 60 * MINUTE_MS

/** The failures that still count; a day without another forgets them. */
function counted({ failures, lastFailedAt }: Failures, now: Date): number {
  return now.getTime() - lastFailedAt.getTime() >= FORGOTTEN_AFTER_MS ? 0 : failures
}

/**
 * How long an address has to wait before its next password is looked at, in milliseconds; 0: not at all.
 * After five wrong passwords a minute from the last one, doubling with each further one up to 15 minutes.
 */
export function waitMs(seen: Failures | null, now: Date): number {
  if (!seen) return 0
  const beyond = counted(seen, now) - FREE_FAILURES
  if (beyond < 0) return 0
  const wait = Math.min(MINUTE_MS * 2 ** beyond, LONGEST_WAIT_MS)
  return Math.max(0, seen.lastFailedAt.getTime() + wait - now.getTime())
}

/** The count after one more wrong password. */
export function oneMore(seen: Failures | null, now: Date): Failures {
  return { failures: (seen ? counted(seen, now) : 0) + 1, lastFailedAt: now }
}
