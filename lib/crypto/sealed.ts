import { TAG_BYTES } from './aes-gcm'
import { type Bytes, equalBytes } from './encoding'
import { DoesNotOpenError } from './errors'
import { HEADER_BYTES } from './header'
import type { RandomSource } from './random'
import { XAES_NONCE_BYTES, type XaesKey } from './xaes'

/** What one XAES message costs over its plaintext, header included: 38 + 24 + 16. */
export const SEALED_OVERHEAD_BYTES = HEADER_BYTES + XAES_NONCE_BYTES + TAG_BYTES

/** header 38 | nonce 24 | ciphertext | tag 16, with the header in front of the context as AAD. */
export function sealUnder(
  key: XaesKey,
  header: Uint8Array,
  context: Uint8Array,
  plaintext: Uint8Array,
  random: RandomSource,
): Bytes {
  const sealed = Buffer.allocUnsafeSlow(SEALED_OVERHEAD_BYTES + plaintext.length)
  sealed.set(header)
  const nonce = sealed.subarray(HEADER_BYTES, HEADER_BYTES + XAES_NONCE_BYTES)
  random(nonce)
  key.seal(nonce, Buffer.concat([header, context]), plaintext, sealed, HEADER_BYTES + XAES_NONCE_BYTES)
  return sealed
}

/**
 * Opens what `sealUnder` made, if its header is exactly the expected one: the right version, suite and key. The
 * commitment in it is compared before any decryption. Throws `DoesNotOpenError`.
 */
export function openUnder(
  key: XaesKey,
  header: Uint8Array,
  context: Uint8Array,
  sealed: Uint8Array,
): Uint8Array {
  if (sealed.length < SEALED_OVERHEAD_BYTES) throw new DoesNotOpenError()
  if (!equalBytes(sealed.subarray(0, HEADER_BYTES), header)) throw new DoesNotOpenError()
  const nonce = sealed.subarray(HEADER_BYTES, HEADER_BYTES + XAES_NONCE_BYTES)
  const rest = sealed.subarray(HEADER_BYTES + XAES_NONCE_BYTES)
  return key.open(nonce, Buffer.concat([header, context]), rest)
}
