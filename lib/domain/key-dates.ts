const DAY_MS = 24 * 60 * 60_000

/** A key that expires sooner than this needs somebody to act. */
export const EXPIRY_DAYS = 90

/** Days from one moment to a later one, begun ones counted as whole; negative when it is over. */
export function daysUntil(at: Date, now: Date): number {
  return Math.ceil((at.getTime() - now.getTime()) / DAY_MS)
}
