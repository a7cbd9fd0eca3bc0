import { type Cipher, createCipheriv } from 'node:crypto'
import { GCM_NONCE_BYTES, gcmOpen, gcmSeal, gcmSealParts } from './aes-gcm'
import { type Bytes, fillFrom, requireBytes } from './encoding'
import { KeyWipedError } from './errors'
import { dropWithPool, pooledRandom, type RandomSource } from './random'

export const XAES_NONCE_BYTES = 24
const BLOCK_BYTES = 16
const PREFIX_BYTES = BLOCK_BYTES - GCM_NONCE_BYTES
const KEY_BYTES = 2 * BLOCK_BYTES
const AHEAD = 32

/** Keys of messages to come, and the nonces that they belong to. */
interface MessageKeysAhead {
  nonces: Uint8Array
  keys: Buffer
  next: number
}

/** Of the message at hand. */
const messageKey = Buffer.from(new ArrayBuffer(KEY_BYTES))

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
  #ahead: MessageKeysAhead | null = null
  readonly #dropAhead = () => {
    this.#ahead?.keys.fill(0)
    this.#ahead = null
  }
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

  /** `seal` under a new nonce (24 bytes), which is drawn into `nonce`. */
  sealFresh(
    random: RandomSource,
    nonce: Uint8Array,
    aad: Uint8Array,
    plaintext: Uint8Array,
    out: Uint8Array,
    at: number,
  ): void {
    const key = this.#freshKey(random, nonce)
    gcmSeal(key, secondHalf(nonce), aad, plaintext, out, at)
    key.fill(0)
  }

  /** `sealFresh` with ciphertext and tag each in a buffer of its own. */
  sealParts(
    random: RandomSource,
    nonce: Uint8Array,
    aad: Uint8Array,
    plaintext: Uint8Array,
  ): [ciphertext: Bytes, tag: Bytes] {
    const key = this.#freshKey(random, nonce)
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
    this.#dropAhead()
    this.#aes.final() // frees the native key schedule
  }

  /** Draws a nonce; its message key is valid until the next call, and the caller's to wipe. */
  #freshKey(random: RandomSource, nonce: Uint8Array): Uint8Array {
    if (random !== pooledRandom) {
      random(nonce)
      return this.#messageKey(nonce)
    }
    this.#ahead ??= this.#makeAhead()
    const { nonces, keys, next } = this.#ahead
    fillFrom(nonce, nonces, next * XAES_NONCE_BYTES)
    fillFrom(messageKey, keys, next * KEY_BYTES)
    keys.fill(0, next * KEY_BYTES, (next + 1) * KEY_BYTES)
    this.#ahead.next += 1
    if (this.#ahead.next === AHEAD) this.#ahead = null
    return messageKey
  }

  /** One call of the cipher for many messages costs little more than for one, which is a tenth of an encryption. */
  #makeAhead(): MessageKeysAhead {
    if (this.#wiped) throw new KeyWipedError()
    const nonces = Buffer.allocUnsafeSlow(AHEAD * XAES_NONCE_BYTES)
    pooledRandom(nonces)
    const blocks = Buffer.allocUnsafeSlow(AHEAD * KEY_BYTES)
    for (let i = 0; i < AHEAD; i++) {
      this.#putNonce(nonces, i * XAES_NONCE_BYTES)
      blocks.set(this.#blocks, i * KEY_BYTES)
    }
    const keys = this.#aes.update(blocks)
    blocks.fill(0)
    dropWithPool(this.#dropAhead)
    return { nonces, keys, next: 0 }
  }

  /** Steps 3 to 5: AES(K, M1 ^ K1) || AES(K, M2 ^ K1) with Mi = 00 || i || 'X' || 00 || N[0..12]. */
  #messageKey(nonce: Uint8Array): Buffer {
    if (this.#wiped) throw new KeyWipedError()
    requireBytes(nonce, 'nonce', XAES_NONCE_BYTES)
    this.#putNonce(nonce, 0)
    return this.#aes.update(this.#blocks)
  }

  /** Puts the first half of the nonce at that place into the blocks. */
  #putNonce(nonces: Uint8Array, at: number): void {
    for (let i = 0; i < GCM_NONCE_BYTES; i++) {
      const byte = byteAt(nonces, at + i) ^ byteAt(this.#k1, PREFIX_BYTES + i)
      this.#blocks[PREFIX_BYTES + i] = byte
      this.#blocks[BLOCK_BYTES + PREFIX_BYTES + i] = byte
    }
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
