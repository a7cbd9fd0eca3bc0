/**
 * Bytes in, bytes out: key derivation, values, objects, streams and wrapped keys in the format of `docs/format.md`.
 * No clock, database or network; imports nothing but `node:crypto` and `node:stream`. Everything else imports this file only.
 *
 * @example
 * const bytes = randomKey()
 * const key = new DataKey(bytes, { organization, dataClass, version: 1 })
 * const context = { organization, dataClass, object: rowId, field: 'password' }
 * const ciphertext = encryptValue(key, context, Buffer.from('secret'))
 * const plaintext = decryptValue(key, context, ciphertext)
 * @module
 */
export type { ObjectContext, ValueContext } from './context'
export { DataKey, type DataKeyIds } from './data-key'
export { type Bytes, equalBytes } from './encoding'
export {
  createObjectKey,
  decryptObject,
  decryptObjectField,
  encryptObject,
  openObjectKey,
} from './envelope'
export { DoesNotOpenError, KeyWipedError } from './errors'
export { parseHeader, SUITES } from './header'
export { MasterKey, type MasterKeyIds } from './master-key'
export { randomKey } from './random'
export { openShare, sealShare, wrappedKekOf } from './sealed-share'
export { StreamDecryptor, StreamEncryptor, type StreamKey, whenUsable } from './stream'
export { plaintextLength, StreamReader, type StreamSource } from './stream-reader'
export { DecryptTransform, EncryptTransform } from './stream-transforms'
export { fromText, toText } from './text'
export { decryptValue, encryptValue, encryptValueParts, encryptValueStrict } from './value'
export { unwrapKey, type WrapContext, wrapKey } from './wrap'
