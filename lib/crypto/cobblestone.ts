import { GCM_NONCE_BYTES, gcmOpen, gcmSeal, TAG_BYTES } from './aes-gcm'
import { type Bytes, equalBytes, requireBytes } from './encoding'
import { DoesNotOpenError } from './errors'
import { hkdfExpand } from './hkdf'
import { KeyHandle } from './key-handle'

/** The plaintext of every chunk but the last one, which is always shorter and may be empty. */
export const CHUNK_BYTES = 16_384
export const SEALED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES
export const SALT_BYTES = 24
const COMMITMENT_BYTES = 32
/** What a message begins with: salt 24 | commitment 32. Its chunks follow. */
export const PREFIX_BYTES = SALT_BYTES + COMMITMENT_BYTES
/** 4 PiB of plaintext. */
const MAX_CHUNKS = 2 ** 38
const KEY_BYTES = 32
const LABEL = Buffer.from('c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0')
const NO_AAD = new Uint8Array(0)

/**
 * The key of one message of Cobblestone-256: c2sp.org/chunked-encryption with SHA-512 and AES-256-GCM. Chunks are
 * counted from 0, and none is ever sealed twice: who seals keeps count.
 */
export class MessageKey extends KeyHandle<object> {
  /** salt | commitment: what the message begins with. */
  readonly prefix: Bytes
  readonly #secrets: Bytes
  readonly #key: Uint8Array
  readonly #baseNonce: Uint8Array

  /**
   * key 32 | base nonce 12 | commitment 32 = HKDF-Expand(input key 32, label | salt 24 | context). The salt must
   * never repeat under an input key; the input key stays the caller's to wipe. TypeError on misuse.
   */
  constructor(inputKey: Uint8Array, salt: Uint8Array, context: Uint8Array) {
    requireBytes(inputKey, 'input key', KEY_BYTES)
    requireBytes(salt, 'salt', SALT_BYTES)
    super({})
    const info = Buffer.concat([LABEL, salt, context])
    this.#secrets = hkdfExpand(inputKey, info, KEY_BYTES + GCM_NONCE_BYTES + COMMITMENT_BYTES)
    this.#key = this.#secrets.subarray(0, KEY_BYTES)
    this.#baseNonce = this.#secrets.subarray(KEY_BYTES, KEY_BYTES + GCM_NONCE_BYTES)
    this.prefix = Buffer.allocUnsafeSlow(PREFIX_BYTES)
    this.prefix.set(salt)
    this.prefix.set(this.#secrets.subarray(KEY_BYTES + GCM_NONCE_BYTES), SALT_BYTES)
  }

  /** The key of a message that begins with this prefix. Throws `DoesNotOpenError` unless it commits to the key. */
  static opening(inputKey: Uint8Array, prefix: Uint8Array, context: Uint8Array): MessageKey {
    if (prefix.length !== PREFIX_BYTES) throw new DoesNotOpenError()
    const key = new MessageKey(inputKey, prefix.subarray(0, SALT_BYTES), context)
    if (equalBytes(key.prefix, prefix)) return key
    key.wipe()
    throw new DoesNotOpenError()
  }

  /** Writes a chunk's ciphertext and tag into `out` from `at` on. */
  sealChunk(index: number, plaintext: Uint8Array, out: Uint8Array, at: number): void {
    if (!(index < MAX_CHUNKS)) throw new TypeError('a stream has at most 2^38 chunks')
    gcmSeal(this.#usableKey(), this.#nonce(index), NO_AAD, plaintext, out, at)
  }

  /** The plaintext of one chunk, once its tag was checked. Throws `DoesNotOpenError`. */
  openChunk(index: number, sealed: Uint8Array): Uint8Array {
    if (!(index < MAX_CHUNKS)) throw new DoesNotOpenError()
    return gcmOpen(this.#usableKey(), this.#nonce(index), NO_AAD, sealed)
  }

  protected override wipeSecrets(): void {
    this.#secrets.fill(0)
  }

  #usableKey(): Uint8Array {
    this.requireUsable()
    return this.#key
  }

  /** The base nonce, its last five bytes XORed with the number of the chunk (big-endian). */
  #nonce(index: number): Uint8Array {
    const nonce = Buffer.from(this.#baseNonce)
    nonce.writeUInt8(nonce.readUInt8(7) ^ Math.floor(index / 2 ** 32), 7)
    nonce.writeUInt32BE((nonce.readUInt32BE(8) ^ index) >>> 0, 8)
    return nonce
  }
}
