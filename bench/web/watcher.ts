import { setTimeout as sleep } from 'node:timers/promises'
import type { DataContext, EncryptionCore } from '@/lib/domain/encryption-core'
import { LatchkeyError } from '@/lib/domain/errors'

const EVERY_MS = 100

/** Decrypts the same value at one process every 100 ms, and remembers when that worked. */
export class Watcher {
  /** Of the last answer that held the plaintext, on performance's clock. */
  lastSuccessAtMs = Number.NEGATIVE_INFINITY
  /** Of the first such answer since `expectSuccess`. */
  firstSuccessAtMs: number | null = null
  /** Why the last request failed; null when it didn't. */
  lastRefusal: string | null = null
  #stopped = false
  readonly #ended: Promise<void>

  constructor(core: EncryptionCore, item: { context: DataContext; ciphertext: Uint8Array }) {
    this.#ended = this.#watch(core, item)
  }

  expectSuccess(): void {
    this.firstSuccessAtMs = null
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await this.#ended
  }

  async #watch(core: EncryptionCore, item: { context: DataContext; ciphertext: Uint8Array }) {
    while (!this.#stopped) {
      const startedAt = performance.now()
      this.#note(await codeOf(core, item))
      await sleep(Math.max(0, startedAt + EVERY_MS - performance.now()))
    }
  }

  #note(refusal: string | null): void {
    this.lastRefusal = refusal
    if (refusal !== null) return
    this.lastSuccessAtMs = performance.now()
    this.firstSuccessAtMs ??= this.lastSuccessAtMs
  }
}

/** Why it did not decrypt, or null when it did. */
async function codeOf(
  core: EncryptionCore,
  item: { context: DataContext; ciphertext: Uint8Array },
): Promise<string | null> {
  try {
    const [outcome] = await core.decrypt([item])
    if (!outcome) return 'no answer'
    return outcome.ok ? null : outcome.code
  } catch (error) {
    if (error instanceof LatchkeyError) return error.code
    throw error
  }
}
