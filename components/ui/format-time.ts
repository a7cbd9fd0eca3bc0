const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

// Ages of keys are counted in days, so days go on until two months before months take over.
const STEPS = [
  { unit: 'year', ms: 365 * DAY_MS, fromMs: 365 * DAY_MS },
  { unit: 'month', ms: 30 * DAY_MS, fromMs: 60 * DAY_MS },
  { unit: 'day', ms: DAY_MS, fromMs: DAY_MS },
  { unit: 'hour', ms: HOUR_MS, fromMs: HOUR_MS },
  { unit: 'minute', ms: MINUTE_MS, fromMs: MINUTE_MS },
  { unit: 'second', ms: SECOND_MS, fromMs: 10 * SECOND_MS },
] as const

/**
 * A moment in words, relative to another: "just now", "3 minutes ago", "in 2 days". Rounds down, so that
 * nothing looks older than it is. Pure: the same on server and browser.
 */
export function formatRelative(date: Date, now: Date): string {
  const distanceMs = date.getTime() - now.getTime()
  const step = STEPS.find(({ fromMs }) => Math.abs(distanceMs) >= fromMs)
  if (!step) return 'just now'
  const count = Math.floor(Math.abs(distanceMs) / step.ms)
  const words = `${count} ${step.unit}${count === 1 ? '' : 's'}`
  return distanceMs < 0 ? `${words} ago` : `in ${words}`
}

/** A span of time as a countdown shows it: "9 min 05 s", "42 s", "2 h 10 min". Never below zero. */
export function formatCountdown(spanMs: number): string {
  const seconds = Math.max(0, Math.ceil(spanMs / SECOND_MS))
  const minutes = Math.floor(seconds / 60)
  if (minutes >= 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
  if (minutes === 0) return `${seconds} s`
  return `${minutes} min ${String(seconds % 60).padStart(2, '0')} s`
}

/** A moment in UTC to the second: "2026-11-23 18:49:02 UTC". */
export function formatUtc(date: Date): string {
  return `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`
}

/** A day in UTC: "27 November 2026". */
export function formatDay(date: Date): string {
  return date.toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' })
}
