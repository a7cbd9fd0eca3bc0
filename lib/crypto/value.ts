import { encodeContext, refuseForeignKey, requireOwnKey, type ValueContext } from './context'
import { type DataKey, secretsOf } from './data-key'
import { type Bytes, requireBytes } from './encoding'
import { pooledRandom, type RandomSource } from './random'
import { openUnder, sealUnder } from './sealed'

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
  const { key: xaes, header } = secretsOf(key).value
  return sealUnder(xaes, header, encodeContext('value', context, context.field), plaintext, random)
}

/** The reverse of `encryptValue`. Throws `DoesNotOpenError` whatever is wrong with ciphertext, key or context. */
export function decryptValue(key: DataKey, context: ValueContext, ciphertext: Uint8Array): Uint8Array {
  requireBytes(ciphertext, 'ciphertext')
  refuseForeignKey(key, context)
  const { key: xaes, header } = secretsOf(key).value
  return openUnder(xaes, header, encodeContext('value', context, context.field), ciphertext)
}
