/**
 * Holds what was true before a change for as long as the change takes to be seen everywhere: policies and disabling
 * reach Google's servers only after a while. By the real time, as nothing of it is a rule of keys.
 */
export class Lag {
  ms = 0
  readonly #before = new Map<string, { value: unknown; until: number }>()

  /** To be called before a change. A second change before the first is seen leaves the older truth. */
  remember<T>(what: string, value: T): void {
    if (this.ms === 0) return
    const now = Date.now()
    const old = this.#before.get(what)
    if (old && old.until > now) return
    this.#before.set(what, { value: structuredClone(value), until: now + this.ms })
  }

  /** What is seen of it now. */
  seen<T>(what: string, current: T): T {
    const old = this.#before.get(what)
    if (!old) return current
    if (old.until > Date.now()) return old.value as T
    this.#before.delete(what)
    return current
  }

  /** Everything is seen at once. */
  settle(): void {
    this.#before.clear()
  }
}
