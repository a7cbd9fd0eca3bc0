import { ciphertextBuffer } from './ciphertext-buffer'
import { encodeContext, type ObjectContext, objectPrefix, refuseForeignKey, requireOwnKey } from './context'
import { type DataKey, secretsOf } from './data-key'
import { encodeDirectory, parseDirectory } from './directory'
import { type Bytes, type Part, requireBytes } from './encoding'
import { DoesNotOpenError } from './errors'
import { FIELD_OVERHEAD_BYTES, ObjectKey } from './object-key'
import { pooledRandom, type RandomSource } from './random'
import { openUnder, SEALED_OVERHEAD_BYTES, sealUnder } from './sealed'

/** header 38 | nonce 24 | wrapped object key 32 | tag 16 */
const ENVELOPE_BYTES = SEALED_OVERHEAD_BYTES + 32

/** For objects whose fields are stored apart, in columns: a part of no bytes, there is no list of fields to authenticate. */
const NO_DIRECTORY = ''

/**
 * A new random key for one object, and its envelope (110 bytes) to store beside the fields that the key encrypts.
 * Wipe the key when done. Throws TypeError on misuse, `KeyWipedError` if the data key was wiped meanwhile.
 */
export function createObjectKey(
  key: DataKey,
  context: ObjectContext,
): { objectKey: ObjectKey; envelope: Bytes } {
  return createObjectKeyWith(pooledRandom, key, context)
}

/** Internal: `createObjectKey` with key and nonces from elsewhere, for the frozen vectors. */
export function createObjectKeyWith(
  random: RandomSource,
  key: DataKey,
  context: ObjectContext,
  directory: Part = NO_DIRECTORY,
): { objectKey: ObjectKey; envelope: Bytes } {
  requireOwnKey(key, context)
  const bytes = Buffer.allocUnsafeSlow(32)
  random(bytes)
  const { object, field } = secretsOf(key)
  const envelope = sealUnder(object, encodeContext(object.prefix, context, directory), bytes, random)
  const prefix = objectPrefix(field.prefix, context)
  return { objectKey: new ObjectKey(bytes, context.object, prefix, random), envelope }
}

/** Opens an object's envelope. Wipe the key when done. Throws `DoesNotOpenError`. */
export function openObjectKey(key: DataKey, context: ObjectContext, envelope: Uint8Array): ObjectKey {
  requireBytes(envelope, 'envelope')
  return openWithDirectory(key, context, envelope, NO_DIRECTORY)
}

/**
 * Encrypts an object of several fields into one piece: envelope 110 | directory | fields. The names and lengths of
 * the fields are readable in it and authenticated, so that no field can be dropped, added or exchanged.
 */
export function encryptObject(
  key: DataKey,
  context: ObjectContext,
  fields: Readonly<Record<string, Uint8Array>>,
): Bytes {
  return encryptObjectWith(pooledRandom, key, context, fields)
}

/** Internal: `encryptObject` with key and nonces from elsewhere, for the frozen vectors. */
export function encryptObjectWith(
  random: RandomSource,
  key: DataKey,
  context: ObjectContext,
  fields: Readonly<Record<string, Uint8Array>>,
): Bytes {
  const { directory, sorted, fieldBytes } = encodeDirectory(fields)
  const { objectKey, envelope } = createObjectKeyWith(random, key, context, directory)
  const sealed = ciphertextBuffer(ENVELOPE_BYTES + directory.length + fieldBytes)
  sealed.set(envelope)
  sealed.set(directory, ENVELOPE_BYTES)
  let at = ENVELOPE_BYTES + directory.length
  for (const [name, plaintext] of sorted) {
    objectKey.encryptFieldInto(sealed, at, name, plaintext)
    at += FIELD_OVERHEAD_BYTES + plaintext.length
  }
  objectKey.wipe()
  return sealed
}

/** The reverse of `encryptObject`: all fields by name. Throws `DoesNotOpenError`. */
export function decryptObject(
  key: DataKey,
  context: ObjectContext,
  ciphertext: Uint8Array,
): Record<string, Uint8Array> {
  // fromEntries makes every name an own property, "__proto__" included.
  return Object.fromEntries(openFields(key, context, ciphertext, () => true))
}

/** Opens one field of what `encryptObject` made; an absent field is a `DoesNotOpenError` too. */
export function decryptObjectField(
  key: DataKey,
  context: ObjectContext,
  ciphertext: Uint8Array,
  field: string,
): Uint8Array {
  const [found] = openFields(key, context, ciphertext, (name) => name === field)
  if (found === undefined) throw new DoesNotOpenError()
  return found[1]
}

function openFields(
  key: DataKey,
  context: ObjectContext,
  ciphertext: Uint8Array,
  wanted: (name: string) => boolean,
): [name: string, plaintext: Uint8Array][] {
  requireBytes(ciphertext, 'ciphertext')
  const { directory, entries } = parseDirectory(ciphertext, ENVELOPE_BYTES)
  const objectKey = openWithDirectory(key, context, ciphertext.subarray(0, ENVELOPE_BYTES), directory)
  const fieldsAt = ENVELOPE_BYTES + directory.length
  try {
    return entries
      .filter(({ name }) => wanted(name))
      .map(({ name, start, end }) => [
        name,
        objectKey.decryptField(name, ciphertext, fieldsAt + start, fieldsAt + end),
      ])
  } finally {
    objectKey.wipe()
  }
}

function openWithDirectory(
  key: DataKey,
  context: ObjectContext,
  envelope: Uint8Array,
  directory: Part,
): ObjectKey {
  refuseForeignKey(key, context)
  const { object, field } = secretsOf(key)
  const bytes = openUnder(object, encodeContext(object.prefix, context, directory), envelope)
  if (bytes.length !== 32) throw new DoesNotOpenError()
  return new ObjectKey(bytes, context.object, objectPrefix(field.prefix, context), pooledRandom)
}
