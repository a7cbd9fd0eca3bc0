import { createHmac } from 'node:crypto'
import { type Bytes, requireBytes } from './encoding'

const HASH_BYTES = 64

/** HMAC-SHA-512 (FIPS 198-1) over the messages one behind the other. */
export function hmacSha512(key: Uint8Array, ...messages: Uint8Array[]): Uint8Array {
  requireBytes(key, 'key')
  const hmac = createHmac('sha512', key)
  for (const message of messages) {
    requireBytes(message, 'message')
    hmac.update(message)
  }
  return hmac.digest()
}

/**
 * HKDF-Expand with SHA-512 (RFC 5869, section 2.3). The key has to be uniformly random, of 32 bytes at least:
 * there is no extract step here. Throws TypeError for a shorter key or more than 255 blocks of output.
 */
export function hkdfExpand(key: Uint8Array, info: Uint8Array, length: number): Bytes {
  requireBytes(key, 'key')
  if (key.length < 32) throw new TypeError('key must have at least 32 bytes')
  if (!Number.isInteger(length) || length < 1 || length > 255 * HASH_BYTES) {
    throw new TypeError('output length must be 1 to 16,320 bytes')
  }
  const output = Buffer.allocUnsafeSlow(length)
  let block: Uint8Array = new Uint8Array(0)
  for (let at = 0, counter = 1; at < length; at += HASH_BYTES, counter++) {
    const next = hmacSha512(key, block, info, Uint8Array.of(counter)) // T(n) = HMAC(PRK, T(n-1) | info | n)
    block.fill(0)
    block = next
    output.set(block.subarray(0, length - at), at)
  }
  block.fill(0)
  return output
}
