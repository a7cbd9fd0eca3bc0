import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from './clock'

const REMEMBERED_FOR_MS = 5_000
const REMEMBERED_AT_MOST = 1_000
/** The rows are read again at most this often for the sake of ciphertexts that name no known key. */
const LOOKED_UP_EVERY_MS = 200

/**
 * Ciphertexts that name no key of the organization, so that garbage doesn't cost a read of the rows each. A key's row
 * is there before its first ciphertext: what was not found in rows read afterwards is garbage, and is remembered so.
 */
export class UnknownKeys {
  readonly #until = new Map<string, number>()
  #lookingUp: Promise<void> | null = null
  #lookedUpMs = Number.NEGATIVE_INFINITY

  constructor(
    private readonly clock: Clock,
    private readonly readRows: () => Promise<unknown>,
  ) {}

  /** Whether this was looked for in vain just now. */
  has(name: string): boolean {
    const until = this.#until.get(name)
    return until !== undefined && this.clock().monoMs < until
  }

  /** Remembers that there is no such key. */
  add(name: string): void {
    this.#until.delete(name)
    this.#until.set(name, this.clock().monoMs + REMEMBERED_FOR_MS)
    for (const oldest of this.#until.keys()) {
      if (this.#until.size <= REMEMBERED_AT_MOST) return
      this.#until.delete(oldest)
    }
  }

  /** Reads the rows again, once for all who ask within a fifth of a second. */
  lookUp(): Promise<void> {
    this.#lookingUp ??= this.#lookUpSoon()
    return this.#lookingUp
  }

  async #lookUpSoon(): Promise<void> {
    await sleep(Math.max(0, this.#lookedUpMs + LOOKED_UP_EVERY_MS - this.clock().monoMs))
    this.#lookingUp = null
    this.#lookedUpMs = this.clock().monoMs
    await this.readRows()
  }
}
