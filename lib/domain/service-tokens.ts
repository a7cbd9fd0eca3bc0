import { z } from 'zod'
import { type DataClass, dataClass, storedDataClasses } from './data-classes'
import { opaqueId, organizationId } from './ids'

/** What a program's token may have encrypted and decrypted, and for whom. */
export interface TokenLimits {
  /** null: any organization */
  organizationId: string | null
  encryptClasses: DataClass[]
  decryptClasses: DataClass[]
  /** it opens nothing without the live session of a person who may do the same, and may have sessions opened */
  requiresSession: boolean
  expiresAt: Date | null
}

/** Web's own token (design, section 3): names of documents, schemas and tables are all it may ever read. */
export const WEB_TOKEN: { name: string } & TokenLimits = {
  name: 'web',
  organizationId: null,
  encryptClasses: storedDataClasses,
  decryptClasses: ['document_metadata', 'platform_metadata'],
  requiresSession: true,
  expiresAt: null,
}

/** What every token begins with, so that people and secret scanners know one when they see it. */
export const TOKEN_PREFIX = 'lk_'

/** A token's name, unique among the live ones of its maker. */
export const tokenName = z
  .string({ error: 'Fill this in.' })
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'Use small letters, digits and hyphens, at most 63 of them.')

const isStored = (name: DataClass) => storedDataClasses.includes(name)
/** Classes that a token may name: those that have keys. */
export const tokenClasses = z
  .array(dataClass.refine(isStored, 'This class is not stored, and so has no key.'))
  .max(20)
  .transform((names) => [...new Set(names)])

/** How long a token made on a page may live; the longest is a year. */
export const TOKEN_LIVES_DAYS = [7, 30, 90, 180, 365] as const

/** A token that somebody wants, as web asks the encryption service for it. */
export const wantedToken = z
  .strictObject({
    /** made by who asks: the same id twice makes one token */
    id: opaqueId,
    name: tokenName,
    organizationId: organizationId.nullable(),
    encryptClasses: tokenClasses,
    decryptClasses: tokenClasses,
    lifeDays: z.int().min(1).max(365),
  })
  .refine(({ encryptClasses, decryptClasses }) => encryptClasses.length + decryptClasses.length > 0, {
    path: ['classes'],
    error: 'Choose at least one: without any, the token could do nothing.',
  })
export type WantedToken = z.infer<typeof wantedToken>

/** The one time that a token is told. */
export const issuedToken = z.object({ token: z.string() })

/** Where tokens are made and revoked: in the encryption service, on behalf of a person's session. */
export interface TokenOffice {
  /** @returns the token, which is kept nowhere */
  issue(wanted: WantedToken): Promise<string>
  revoke(id: string): Promise<void>
}

const EXPIRES_SOON_MS = 14 * 24 * 60 * 60 * 1000

export type TokenState = 'live' | 'expires_soon' | 'expired' | 'revoked'

/** How a token stands. */
export function tokenState(token: { expiresAt: Date | null; revokedAt: Date | null }, now: Date): TokenState {
  if (token.revokedAt) return 'revoked'
  if (!token.expiresAt) return 'live'
  const leftMs = token.expiresAt.getTime() - now.getTime()
  if (leftMs <= 0) return 'expired'
  return leftMs <= EXPIRES_SOON_MS ? 'expires_soon' : 'live'
}
