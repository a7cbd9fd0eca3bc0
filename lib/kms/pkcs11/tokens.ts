import type { Pkcs11Key } from '@/lib/domain/pkcs11-uri'
import { TokenClient } from './token-client'

/** How this installation reaches its HSM. */
export interface Pkcs11Options {
  /** The path of the HSM's PKCS #11 module. */
  module: string
  /** The PIN of the token's user. */
  pin: string
  /** So long may the HSM say nothing at all while a call waits; then its process is ended. */
  attemptTimeoutMs?: number
  /** Limit of a whole operation. */
  totalTimeoutMs?: number
}

const DEFAULTS = { attemptTimeoutMs: 5_000, totalTimeoutMs: 8_000 }

/** One process for each token, since a session is with one token and a module serves one call at a time. */
export class Pkcs11Tokens {
  readonly totalTimeoutMs: number
  readonly #options: Pkcs11Options
  readonly #byName = new Map<string, TokenClient>()

  constructor(options: Pkcs11Options) {
    this.#options = options
    this.totalTimeoutMs = options.totalTimeoutMs ?? DEFAULTS.totalTimeoutMs
  }

  of({ token, serial }: Pkcs11Key): TokenClient {
    const name = JSON.stringify([token, serial])
    const client = this.#byName.get(name) ?? this.#make({ token, serial })
    this.#byName.set(name, client)
    return client
  }

  /** Ends the processes. */
  close(): void {
    for (const client of this.#byName.values()) client.close()
  }

  #make({ token, serial }: Pick<Pkcs11Key, 'token' | 'serial'>): TokenClient {
    const { module, pin, attemptTimeoutMs = DEFAULTS.attemptTimeoutMs } = this.#options
    return new TokenClient({ module, token, serial, pin }, attemptTimeoutMs)
  }
}
