import { encodeContext, refuseForeignKey, requireOwnKey, type ValueContext } from './context'
import { type DataKey, secretsOf } from './data-key'
import { type Bytes, requireBytes } from './encoding'
import { isStrict } from './header'
import { pooledRandom, type RandomSource } from './random'
import { openUnder, sealPartsUnder, sealUnder } from './sealed'
import { openStrict, sealStrict } from './strict'

/**
 * Encrypts one value under a data key, bound to its context: header 38 | nonce 24 | ciphertext | tag 16, so 78 bytes
 * more than the plaintext. Throws TypeError on misuse, `KeyWipedError` if the key was wiped meanwhile.
 */
export function encryptValue(key: DataKey, context: ValueContext, plaintext: Uint8Array): Bytes {
  return encryptValueWith(pooledRandom, key, context, plaintext)
}

/** Internal: `encryptValue` with its nonce from elsewhere, for the frozen vectors. */
export function encryptValueWith(
  random: RandomSource,
  key: DataKey,
  context: ValueContext,
  plaintext: Uint8Array,
): Bytes {
  requireBytes(plaintext, 'plaintext')
  requireOwnKey(key, context)
  const { value } = secretsOf(key)
  return sealUnder(value, encodeContext(value.prefix, context, context.field), plaintext, random)
}

/**
 * `encryptValue` for large values, without a copy: the same bytes as three pieces, `[header and nonce, ciphertext,
 * tag]`, to be written one behind the other.
 */
export function encryptValueParts(
  key: DataKey,
  context: ValueContext,
  plaintext: Uint8Array,
): [head: Bytes, ciphertext: Bytes, tag: Bytes] {
  requireBytes(plaintext, 'plaintext')
  requireOwnKey(key, context)
  const { value } = secretsOf(key)
  return sealPartsUnder(value, encodeContext(value.prefix, context, context.field), plaintext, pooledRandom)
}

/**
 * Encrypts one value in the strict suite, for whom a commitment to the key is not enough: each value has a key of its
 * own and a commitment to that key and the whole context. 110 bytes more than the plaintext, at half the speed.
 * `decryptValue` opens it. Throws like `encryptValue`.
 */
export function encryptValueStrict(key: DataKey, context: ValueContext, plaintext: Uint8Array): Bytes {
  return encryptValueStrictWith(pooledRandom, key, context, plaintext)
}

/** Internal: `encryptValueStrict` with its random bytes from elsewhere, for the frozen vectors. */
export function encryptValueStrictWith(
  random: RandomSource,
  key: DataKey,
  context: ValueContext,
  plaintext: Uint8Array,
): Bytes {
  requireBytes(plaintext, 'plaintext')
  requireOwnKey(key, context)
  const { strict } = secretsOf(key)
  return sealStrict(strict, encodeContext(strict.prefix, context, context.field), plaintext, random)
}

/** Opens a value of either suite. Throws `DoesNotOpenError` whatever is wrong with ciphertext, key or context. */
export function decryptValue(key: DataKey, context: ValueContext, ciphertext: Uint8Array): Uint8Array {
  requireBytes(ciphertext, 'ciphertext')
  refuseForeignKey(key, context)
  const { value, strict } = secretsOf(key)
  if (isStrict(ciphertext)) {
    return openStrict(strict, encodeContext(strict.prefix, context, context.field), ciphertext)
  }
  return openUnder(value, encodeContext(value.prefix, context, context.field), ciphertext)
}
