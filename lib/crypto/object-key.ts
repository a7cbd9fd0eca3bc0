import { GCM_NONCE_BYTES, gcmOpen, gcmSeal, TAG_BYTES } from './aes-gcm'
import { encodeContext, type ObjectContext } from './context'
import { type Bytes, requireBytes } from './encoding'
import { DoesNotOpenError } from './errors'
import { KeyHandle } from './key-handle'
import type { RandomSource } from './random'

/** What a field costs over its plaintext. */
export const FIELD_OVERHEAD_BYTES = GCM_NONCE_BYTES + TAG_BYTES

/**
 * The random key of one object. It encrypts that object's fields only, a handful of messages, so that plain
 * AES-256-GCM with random nonces of 12 bytes is far from its limit of 2^32.
 */
export class ObjectKey extends KeyHandle<{ object: string }> {
  readonly #bytes: Uint8Array
  readonly #context: ObjectContext
  readonly #random: RandomSource

  /** Takes over the 32 bytes: `wipe` fills them with zeros. */
  constructor(bytes: Uint8Array, context: ObjectContext, random: RandomSource) {
    requireBytes(bytes, 'object key', 32)
    super({ object: context.object })
    this.#bytes = bytes
    this.#context = context
    this.#random = random
  }

  /** Encrypts one field, bound to the object's context and the field's name: nonce 12 | ciphertext | tag 16. */
  encryptField(name: string, plaintext: Uint8Array): Bytes {
    this.requireUsable()
    requireBytes(plaintext, 'plaintext')
    const sealed = Buffer.allocUnsafeSlow(FIELD_OVERHEAD_BYTES + plaintext.length)
    const nonce = sealed.subarray(0, GCM_NONCE_BYTES)
    this.#random(nonce)
    gcmSeal(this.#bytes, nonce, this.#aad(name), plaintext, sealed, GCM_NONCE_BYTES)
    return sealed
  }

  /** The reverse of `encryptField`. Throws `DoesNotOpenError`. */
  decryptField(name: string, sealed: Uint8Array): Uint8Array {
    this.requireUsable()
    requireBytes(sealed, 'sealed')
    if (sealed.length < FIELD_OVERHEAD_BYTES) throw new DoesNotOpenError()
    const nonce = sealed.subarray(0, GCM_NONCE_BYTES)
    return gcmOpen(this.#bytes, nonce, this.#aad(name), sealed.subarray(GCM_NONCE_BYTES))
  }

  protected override wipeSecrets(): void {
    this.#bytes.fill(0)
  }

  /** Without the header, so that an object key can be rewrapped under another data key with its fields untouched. */
  #aad(name: string): Uint8Array {
    return encodeContext('object-field', this.#context, name)
  }
}
