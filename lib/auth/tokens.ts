import { createHash, randomBytes } from 'node:crypto'
import { TOKEN_PREFIX } from '@/lib/domain/service-tokens'

/** A random id of 256 bits as 43 base64url characters. */
export const randomToken = () => randomBytes(32).toString('base64url')

/** A new token of a program, and what people recognise it by once it is gone from their eyes. */
export function newServiceToken(): { token: string; lastFour: string } {
  const token = `${TOKEN_PREFIX}${randomToken()}`
  return { token, lastFour: token.slice(-4) }
}

/** What the database keeps of a token or a session's id: SHA-256 of its text. 256 random bits need no salt. */
export function hashToken(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(token, 'utf8').digest())
}
