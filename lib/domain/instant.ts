/** A moment by both clocks: `monoMs` counts only forward within one process, `wallMs` is the time of day. */
export interface Instant {
  monoMs: number
  wallMs: number
}

/**
 * Milliseconds between two moments: the larger of what the two clocks say. So neither a clock that was set back nor
 * a machine that was paused (its monotonic clock standing still) makes anything look younger than it is.
 */
export function elapsedMs(from: Instant, to: Instant): number {
  return Math.max(to.monoMs - from.monoMs, to.wallMs - from.wallMs)
}

/** The moment that lies so many milliseconds later. */
export function later(from: Instant, ms: number): Instant {
  return { monoMs: from.monoMs + ms, wallMs: from.wallMs + ms }
}

/** A stored time of day as a moment of this process. A time in the future counts as now. */
export function instantFromWall(wallMs: number, now: Instant): Instant {
  return { monoMs: now.monoMs - Math.max(0, now.wallMs - wallMs), wallMs: Math.min(wallMs, now.wallMs) }
}

/** For each clock the earliest of some moments: before it, by both clocks, all of them are still to come. */
export function earliest(first: Instant, ...others: Instant[]): Instant {
  const { monoMs, wallMs } = first
  return {
    monoMs: Math.min(monoMs, ...others.map((each) => each.monoMs)),
    wallMs: Math.min(wallMs, ...others.map((each) => each.wallMs)),
  }
}

/** Whether a moment is still to come, by both clocks. */
export function isAhead(moment: Instant, now: Instant): boolean {
  return now.monoMs < moment.monoMs && now.wallMs < moment.wallMs
}
