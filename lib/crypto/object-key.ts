import { GCM_NONCE_BYTES, gcmOpen, gcmSeal, TAG_BYTES } from './aes-gcm'
import { ciphertextBuffer } from './ciphertext-buffer'
import { encodeField } from './context'
import { type Bytes, fillFrom, requireBytes } from './encoding'
import { DoesNotOpenError } from './errors'
import { KeyHandle } from './key-handle'
import type { RandomSource } from './random'

/** What a field costs over its plaintext. */
export const FIELD_OVERHEAD_BYTES = GCM_NONCE_BYTES + TAG_BYTES

/** Of the field at hand. */
const nonce = Buffer.alloc(GCM_NONCE_BYTES)

/**
 * The random key of one object. It encrypts that object's fields only, a handful of messages, so that plain
 * AES-256-GCM with random nonces of 12 bytes is far from its limit of 2^32.
 */
export class ObjectKey extends KeyHandle<{ object: string }> {
  readonly #bytes: Uint8Array
  /** `objectPrefix`: without the header, so that the key can be rewrapped under another data key, fields untouched. */
  readonly #prefix: Uint8Array
  readonly #random: RandomSource

  /** Takes over the 32 bytes: `wipe` fills them with zeros. */
  constructor(bytes: Uint8Array, object: string, prefix: Uint8Array, random: RandomSource) {
    requireBytes(bytes, 'object key', 32)
    super({ object })
    this.#bytes = bytes
    this.#prefix = prefix
    this.#random = random
  }

  /** Encrypts one field, bound to the object's context and the field's name: nonce 12 | ciphertext | tag 16. */
  encryptField(name: string, plaintext: Uint8Array): Bytes {
    requireBytes(plaintext, 'plaintext')
    const sealed = ciphertextBuffer(FIELD_OVERHEAD_BYTES + plaintext.length)
    this.encryptFieldInto(sealed, 0, name, plaintext)
    return sealed
  }

  /** `encryptField`, written into `out` from `at` on. */
  encryptFieldInto(out: Uint8Array, at: number, name: string, plaintext: Uint8Array): void {
    this.requireUsable()
    this.#random(nonce)
    out.set(nonce, at)
    gcmSeal(this.#bytes, nonce, encodeField(this.#prefix, name), plaintext, out, at + GCM_NONCE_BYTES)
  }

  /** The reverse of `encryptField`, of the bytes from `start` to `end`. Throws `DoesNotOpenError`. */
  decryptField(name: string, sealed: Uint8Array, start = 0, end = sealed.length): Uint8Array {
    this.requireUsable()
    requireBytes(sealed, 'sealed')
    if (end - start < FIELD_OVERHEAD_BYTES) throw new DoesNotOpenError()
    fillFrom(nonce, sealed, start)
    return gcmOpen(this.#bytes, nonce, encodeField(this.#prefix, name), sealed, start + GCM_NONCE_BYTES, end)
  }

  protected override wipeSecrets(): void {
    this.#bytes.fill(0)
  }
}
