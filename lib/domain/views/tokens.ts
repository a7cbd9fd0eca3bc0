import type { DataClass } from '../data-classes'
import type { TokenState } from '../service-tokens'

/** A token as lists show it. */
export interface TokenRow {
  id: string
  name: string
  /** its last four characters; null for one of before they were kept */
  lastFour: string | null
  /** whom it serves; null: every organization */
  organizationName: string | null
  encryptClasses: DataClass[]
  decryptClasses: DataClass[]
  state: TokenState
  createdAt: string
  /** who made it; null: set-up */
  createdBy: string | null
  expiresAt: string | null
  lastUsedAt: string | null
  revokedAt: string | null
  revokedBy: string | null
}

/** What an organization sees: its own tokens, and those of the platform that reach its data. */
export interface TokenList {
  own: TokenRow[]
  platform: TokenRow[]
}

/** What the platform's operator sees: the platform's tokens, and what was done to them. */
export interface PlatformTokenList {
  tokens: TokenRow[]
  record: { id: string; at: string; actorName: string; sentence: string }[]
}

/** What a ready example needs to know. */
export interface TokenExample {
  serviceUrl: string
  /** an organization that the token may serve; null when there is none yet */
  organizationId: string | null
}
