import { createHmac, hash } from 'node:crypto'
import { type Bytes, requireBytes } from './encoding'
import { KeyWipedError } from './errors'

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

const BLOCK_BYTES = 128
const ROOM_BYTES = 512

/**
 * The first block of HKDF-Expand, 64 bytes, again and again with the same key. HMAC written out as its two hashes
 * (FIPS 198-1, section 5), because two one-shot hashes cost less than two thirds of one `createHmac`.
 */
export class ExpandKey {
  /** key ^ ipad, and room for a message */
  readonly #inner = Buffer.alloc(BLOCK_BYTES + ROOM_BYTES)
  /** key ^ opad, and the inner hash */
  readonly #outer = Buffer.alloc(BLOCK_BYTES + HASH_BYTES)
  #wiped = false

  /** Takes 32 bytes and keeps no reference to them: the caller wipes its own. */
  constructor(key: Uint8Array) {
    requireBytes(key, 'key', 32)
    for (let i = 0; i < BLOCK_BYTES; i++) {
      this.#inner[i] = (key[i] ?? 0) ^ 0x36
      this.#outer[i] = (key[i] ?? 0) ^ 0x5c
    }
  }

  /** HMAC(key, info | salt | 1), the caller's to wipe. */
  block(info: Uint8Array, salt: Uint8Array): Uint8Array {
    if (this.#wiped) throw new KeyWipedError()
    const saltAt = BLOCK_BYTES + info.length
    const end = saltAt + salt.length + 1
    const isLong = end > this.#inner.length
    const inner = isLong ? Buffer.concat([this.#inner.subarray(0, BLOCK_BYTES)], end) : this.#inner
    inner.set(info, BLOCK_BYTES)
    inner.set(salt, saltAt)
    inner[end - 1] = 1
    // As text, which is a third cheaper and can't be wiped: it makes no key without the outer half.
    this.#outer.write(hash('sha512', inner.subarray(0, end), 'binary'), BLOCK_BYTES, 'latin1')
    if (isLong) inner.fill(0)
    return hash('sha512', this.#outer, 'buffer')
  }

  /** Ends the life of this key; later use throws `KeyWipedError`. Safe to call twice. */
  wipe(): void {
    this.#wiped = true
    this.#inner.fill(0)
    this.#outer.fill(0)
  }
}
