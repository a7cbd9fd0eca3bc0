interface Former<T> {
  value: T
  /** When it was replaced, on the monotonic clock. */
  untilMs: number
}

/** The longest lag that can be set. */
export const LAG_MAX_MS = 600_000

/**
 * What a cloud still believes: for `ms` after a change of a policy or a state, the one before it goes on answering.
 * Real time counts, whatever the simulator's clock says; a restart forgets what was before.
 */
export class Lag<T> {
  ms = 0
  readonly #former = new Map<string, Former<T>[]>()

  /** Tells that the value of `id` is being replaced. @param before a copy that nothing changes any more */
  changed(id: string, before: T): void {
    const now = performance.now()
    const kept = (this.#former.get(id) ?? []).filter(({ untilMs }) => untilMs > now - LAG_MAX_MS)
    this.#former.set(id, [...kept, { value: before, untilMs: now }])
  }

  /** The value of `id` that answers now; `current` is the true one. */
  seen(id: string, current: T): T {
    const then = performance.now() - this.ms
    return this.#former.get(id)?.find(({ untilMs }) => untilMs > then)?.value ?? current
  }
}
