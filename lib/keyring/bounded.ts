/** Something in memory that is let go when it was not used for the longest time. */
interface Used {
  /** when it was used last, by the monotonic clock */
  readonly lastUsedMs: number
}

/** Bounds how many things of a kind are held: beyond the limit, the least recently used is let go. */
export class Bounded<T extends Used> {
  readonly #held = new Map<T, () => void>()

  constructor(private readonly limit: number) {}

  get size(): number {
    return this.#held.size
  }

  /** Holds something. `letGo` ends its use and wipes it. */
  add(item: T, letGo: () => void): void {
    this.#held.set(item, letGo)
    while (this.#held.size > this.limit) {
      const oldest = this.#leastRecentlyUsed(item)
      if (oldest === null) return
      this.#held.get(oldest)?.()
      this.#held.delete(oldest)
    }
  }

  /** Forgets something that was let go elsewhere. */
  remove(item: T): void {
    this.#held.delete(item)
  }

  /** Looks at all of them: beyond its limit a cache pays for every load with a call to a KMS, which is far dearer. */
  #leastRecentlyUsed(besides: T): T | null {
    let oldest: T | null = null
    for (const item of this.#held.keys()) {
      if (item !== besides && (oldest === null || item.lastUsedMs < oldest.lastUsedMs)) oldest = item
    }
    return oldest
  }
}
