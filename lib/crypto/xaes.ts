import { type Cipher, createCipheriv } from 'node:crypto'
import { GCM_NONCE_BYTES, gcmOpen, gcmSeal, gcmSealParts } from './aes-gcm'
import { type Bytes, fillFrom, requireBytes } from './encoding'
import { KeyWipedError } from './errors'

export const XAES_NONCE_BYTES = 24
const BLOCK_BYTES = 16
const PREFIX_BYTES = BLOCK_BYTES - GCM_NONCE_BYTES

/**
 * XAES-256-GCM (c2sp.org/XAES-256-GCM): each message gets a key of its own, derived from this key and the first
 * half of a random nonce of 24 bytes, so that 2^80 messages are safe. It doesn't commit to its key; headers do.
 */
export class XaesKey {
  // A long-lived ECB context: raw AES on single blocks, as the derivation wants it, at a quarter of the cost.
  readonly #aes: Cipher
  readonly #k1: Uint8Array
  /** M1 ^ K1 | M2 ^ K1, of which only the nonce's place changes from message to message. */
  readonly #blocks: Uint8Array
  #wiped = false

  /** Takes 32 bytes and keeps no reference to them: the caller wipes its own. */
  constructor(key: Uint8Array) {
    requireBytes(key, 'key', 32)
    this.#aes = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false)
    this.#k1 = doubled(this.#aes.update(new Uint8Array(BLOCK_BYTES))) // steps 1 and 2
    this.#blocks = Buffer.concat([this.#k1, this.#k1])
    for (const [index, start] of [0, BLOCK_BYTES].entries()) {
      for (const [i, byte] of [0, index + 1, 0x58, 0].entries())
        this.#blocks[start + i] = byteAt(this.#k1, i) ^ byte
    }
  }

  /** Writes ciphertext and tag (16 bytes more than the plaintext) into `out` from `at` on. */
  seal(nonce: Uint8Array, aad: Uint8Array, plaintext: Uint8Array, out: Uint8Array, at: number): void {
    const key = this.#messageKey(nonce)
    gcmSeal(key, secondHalf(nonce), aad, plaintext, out, at)
    key.fill(0)
  }

  /** Ciphertext and tag, each in a buffer of its own. */
  sealParts(nonce: Uint8Array, aad: Uint8Array, plaintext: Uint8Array): [ciphertext: Bytes, tag: Bytes] {
    const key = this.#messageKey(nonce)
    const parts = gcmSealParts(key, secondHalf(nonce), aad, plaintext)
    key.fill(0)
    return parts
  }

  /** Opens ciphertext and tag, which are `sealed` from `at` on; throws `DoesNotOpenError`. */
  open(nonce: Uint8Array, aad: Uint8Array, sealed: Uint8Array, at = 0): Uint8Array {
    const key = this.#messageKey(nonce)
    try {
      return gcmOpen(key, secondHalf(nonce), aad, sealed, at)
    } finally {
      key.fill(0)
    }
  }

  /** Ends the life of this key; later use throws `KeyWipedError`. Safe to call twice. */
  wipe(): void {
    if (this.#wiped) return
    this.#wiped = true
    this.#k1.fill(0)
    this.#blocks.fill(0)
    this.#aes.final() // frees the native key schedule
  }

  /** Steps 3 to 5: AES(K, M1 ^ K1) || AES(K, M2 ^ K1) with Mi = 00 || i || 'X' || 00 || N[0..12]. */
  #messageKey(nonce: Uint8Array): Buffer {
    if (this.#wiped) throw new KeyWipedError()
    requireBytes(nonce, 'nonce', XAES_NONCE_BYTES)
    const blocks = this.#blocks
    for (let i = 0; i < GCM_NONCE_BYTES; i++) {
      const byte = byteAt(nonce, i) ^ byteAt(this.#k1, PREFIX_BYTES + i)
      blocks[PREFIX_BYTES + i] = byte
      blocks[BLOCK_BYTES + PREFIX_BYTES + i] = byte
    }
    return this.#aes.update(blocks)
  }
}

const gcmNonce = Buffer.alloc(GCM_NONCE_BYTES)

/** The nonce under the message key. Valid until the next call. */
function secondHalf(nonce: Uint8Array): Uint8Array {
  fillFrom(gcmNonce, nonce, GCM_NONCE_BYTES)
  return gcmNonce
}

/** Doubling in GF(2^128), as in CMAC's subkey generation (SP 800-38B, section 6.1). */
function doubled(block: Uint8Array): Uint8Array {
  const result = new Uint8Array(BLOCK_BYTES)
  for (let i = 0; i < BLOCK_BYTES; i++) result[i] = (byteAt(block, i) << 1) | (byteAt(block, i + 1) >> 7)
  if (byteAt(block, 0) & 0x80) result[BLOCK_BYTES - 1] = byteAt(result, BLOCK_BYTES - 1) ^ 0x87
  block.fill(0)
  return result
}

function byteAt(bytes: Uint8Array, index: number): number {
  return bytes[index] ?? 0
}
