import { requireBytes } from './encoding'
import { DoesNotOpenError } from './errors'

/** Anything sealed as text: base64url without padding (RFC 4648, section 5). */
export function toText(sealed: Uint8Array): string {
  requireBytes(sealed, 'sealed')
  return Buffer.from(sealed.buffer, sealed.byteOffset, sealed.length).toString('base64url')
}

/**
 * The reverse of `toText`. There is one text for each ciphertext: any other spelling (padding, another alphabet, blanks,
 * bits left over) is a `DoesNotOpenError`, so that a stored text can't be changed unnoticed.
 */
export function fromText(text: string): Uint8Array {
  if (typeof text !== 'string') throw new TypeError('text must be a string')
  const sealed = Buffer.from(text, 'base64url')
  if (sealed.toString('base64url') !== text) throw new DoesNotOpenError()
  return sealed
}
