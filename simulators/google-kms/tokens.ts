import { randomBytes } from 'node:crypto'
import type { Caller } from './caller'

interface Token {
  member: string
  /** Who impersonates the member. */
  delegate: string | null
  expiresAt: number
}

const MAX_TOKENS = 10_000

/** The access tokens that are out; they last by the real time and end with the simulator. */
export class TokenBook {
  /** How long a token lasts when nothing else is asked for. */
  lifetimeMs = 3_600_000
  readonly #tokens = new Map<string, Token>()

  issue(member: string, delegate: string | null, lifetimeMs = this.lifetimeMs) {
    const token = `ya29.${randomBytes(32).toString('base64url')}`
    const expiresAt = Date.now() + Math.min(lifetimeMs, this.lifetimeMs)
    this.#tokens.set(token, { member, delegate, expiresAt })
    const [oldest] = this.#tokens.keys()
    if (this.#tokens.size > MAX_TOKENS && oldest !== undefined) this.#tokens.delete(oldest)
    return { token, expiresAt }
  }

  /** Whose a request is by its `authorization` header; null for none, an unknown or an expired token. */
  caller(authorization: string | undefined): Caller | null {
    const [, text] = /^Bearer (\S+)$/.exec(authorization ?? '') ?? []
    const token = this.#tokens.get(text ?? '')
    if (!token || token.expiresAt <= Date.now()) return null
    const { member, delegate } = token
    return { member, email: member.slice(member.indexOf(':') + 1), delegate, console: null }
  }

  /** Takes back every token; returns how many there were. */
  revokeAll(): number {
    const { size } = this.#tokens
    this.#tokens.clear()
    return size
  }
}
