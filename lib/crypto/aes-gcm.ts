import { createCipheriv, createDecipheriv } from 'node:crypto'
import { type Bytes, fillFrom, requireBytes } from './encoding'
import { DoesNotOpenError } from './errors'

export const TAG_BYTES = 16
export const GCM_NONCE_BYTES = 12
/** Far below the 2^36 - 32 bytes of SP 800-38D; larger data goes through a stream. */
const MAX_PLAINTEXT_BYTES = 2 ** 30

// Node accepts shortened tags unless the length is given (SP 800-38D allows them, this project does not).
const OPTIONS = { authTagLength: TAG_BYTES }

/**
 * AES-256-GCM (SP 800-38D): ciphertext and tag, each in a buffer of its own. The nonce (12 bytes) must never repeat
 * under a key, which is why nothing but `xaes.ts` and keys of one object or value call this. TypeError on misuse.
 */
export function gcmSealParts(
  key: Uint8Array,
  nonce: Uint8Array,
  aad: Uint8Array,
  plaintext: Uint8Array,
): [ciphertext: Bytes, tag: Bytes] {
  requireKeyAndNonce(key, nonce)
  requireBytes(plaintext, 'plaintext')
  if (plaintext.length > MAX_PLAINTEXT_BYTES) throw new TypeError('plaintext is too long for one value')
  const cipher = createCipheriv('aes-256-gcm', key, nonce, OPTIONS)
  cipher.setAAD(aad)
  const ciphertext = cipher.update(plaintext)
  cipher.final()
  return [ciphertext, cipher.getAuthTag()]
}

/** The same, written into `out` from `at` on: ciphertext, then tag. */
export function gcmSeal(
  key: Uint8Array,
  nonce: Uint8Array,
  aad: Uint8Array,
  plaintext: Uint8Array,
  out: Uint8Array,
  at: number,
): void {
  const [ciphertext, tag] = gcmSealParts(key, nonce, aad, plaintext)
  out.set(ciphertext, at)
  out.set(tag, at + ciphertext.length)
}

/** Of the message at hand: always 16 bytes, whatever was given. */
const tag = Buffer.alloc(TAG_BYTES)

/**
 * The reverse of `gcmSeal`: `sealed` holds ciphertext and tag from `at` to `end`. Plaintext is given out only after the
 * tag was checked; anything wrong with `sealed` is a `DoesNotOpenError`.
 */
export function gcmOpen(
  key: Uint8Array,
  nonce: Uint8Array,
  aad: Uint8Array,
  sealed: Uint8Array,
  at = 0,
  end = sealed.length,
): Uint8Array {
  requireKeyAndNonce(key, nonce)
  requireBytes(sealed, 'sealed')
  const tagAt = end - TAG_BYTES
  if (tagAt < at || tagAt - at > MAX_PLAINTEXT_BYTES) throw new DoesNotOpenError()
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, OPTIONS)
  decipher.setAAD(aad)
  fillFrom(tag, sealed, tagAt)
  decipher.setAuthTag(tag)
  const plaintext = decipher.update(sealed.subarray(at, tagAt))
  try {
    decipher.final()
  } catch {
    plaintext.fill(0)
    throw new DoesNotOpenError()
  }
  return plaintext
}

function requireKeyAndNonce(key: Uint8Array, nonce: Uint8Array): void {
  requireBytes(key, 'key', 32)
  requireBytes(nonce, 'nonce', GCM_NONCE_BYTES)
}
