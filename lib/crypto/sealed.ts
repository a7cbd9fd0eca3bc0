import { TAG_BYTES } from './aes-gcm'
import { ciphertextBuffer } from './ciphertext-buffer'
import { type Bytes, fillFrom } from './encoding'
import { DoesNotOpenError } from './errors'
import { HEADER_BYTES, hasHeader } from './header'
import type { RandomSource } from './random'
import { XAES_NONCE_BYTES, type XaesKey } from './xaes'

/** header 38 | nonce 24 */
const HEAD_BYTES = HEADER_BYTES + XAES_NONCE_BYTES
/** What one XAES message costs over its plaintext, header included: 38 + 24 + 16. */
export const SEALED_OVERHEAD_BYTES = HEAD_BYTES + TAG_BYTES

/** A sub-key for XAES-256-GCM and the header in front of all that it seals. */
export interface SealingKey {
  xaes: XaesKey
  header: Uint8Array
}

/** header 38 | nonce 24 | ciphertext | tag 16. The AAD has to begin with the header. */
export function sealUnder(
  { xaes, header }: SealingKey,
  aad: Uint8Array,
  plaintext: Uint8Array,
  random: RandomSource,
): Bytes {
  const sealed = ciphertextBuffer(SEALED_OVERHEAD_BYTES + plaintext.length)
  xaes.sealFresh(random, nonce, aad, plaintext, sealed, HEAD_BYTES)
  putHead(sealed, header)
  return sealed
}

/** The same bytes in three pieces, `[header and nonce, ciphertext, tag]`: saves a large value its copy. */
export function sealPartsUnder(
  { xaes, header }: SealingKey,
  aad: Uint8Array,
  plaintext: Uint8Array,
  random: RandomSource,
): [head: Bytes, ciphertext: Bytes, tag: Bytes] {
  const [ciphertext, tag] = xaes.sealParts(random, nonce, aad, plaintext)
  const head = ciphertextBuffer(HEAD_BYTES)
  putHead(head, header)
  return [head, ciphertext, tag]
}

/**
 * Opens what `sealUnder` made, if its header is exactly the expected one: the right version, suite and key. The
 * commitment in it is compared before any decryption. Throws `DoesNotOpenError`.
 */
export function openUnder({ xaes, header }: SealingKey, aad: Uint8Array, sealed: Uint8Array): Uint8Array {
  if (sealed.length < SEALED_OVERHEAD_BYTES || !hasHeader(sealed, header)) throw new DoesNotOpenError()
  fillFrom(nonce, sealed, HEADER_BYTES)
  return xaes.open(nonce, aad, sealed, HEAD_BYTES)
}

/** Of the message at hand. */
const nonce = Buffer.alloc(XAES_NONCE_BYTES)

function putHead(target: Uint8Array, header: Uint8Array): void {
  target.set(header)
  target.set(nonce, HEADER_BYTES)
}
