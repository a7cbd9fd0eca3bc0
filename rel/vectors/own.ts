import { createHash } from 'node:crypto'
import {
  decryptObject,
  decryptValue,
  openObjectKey,
  StreamDecryptor,
  StreamEncryptor,
  SUITES,
  unwrapKey,
} from '@/lib/crypto'
import { type DataKeyPurpose, deriveSubKey } from '@/lib/crypto/data-key'
import { createObjectKeyWith, encryptObjectWith } from '@/lib/crypto/envelope'
import { encryptValueStrictWith, encryptValueWith } from '@/lib/crypto/value'
import { wrapKeyWith } from '@/lib/crypto/wrap'
import type { FieldVector, ObjectVector, StreamVector, ValueVector, WrapVector } from './files'
import { hex, hexOf, recorded } from './hex'
import { dataKeyOf, type KeyVector, type MasterVector, masterKeyOf } from './keys'

// Each opens one vector as the product does, and gives what a reader must find in it. What was recorded of the random
// bytes is used to make a positive one again, which must give the same ciphertext.

export const openMaster = (vector: MasterVector) => hexOf(masterKeyOf(vector).commitment)

export function openDataKey({ bytes, ids, subKeys }: KeyVector & { subKeys: Record<string, string> }) {
  const derive = (purpose: string) => hexOf(deriveSubKey(hex(bytes), purpose as DataKeyPurpose, ids))
  return Object.fromEntries(Object.keys(subKeys).map((purpose) => [purpose, derive(purpose)]))
}

export function openWrap({ master, context, random, wrapped }: WrapVector): string {
  const parent = masterKeyOf(master)
  const key = unwrapKey(parent, context, hex(wrapped))
  if (random) requireSame(wrapKeyWith(recorded(random), parent, context, key), wrapped)
  return hexOf(key)
}

export function openValue({ dataKey, context, random, ciphertext }: ValueVector): string {
  const key = dataKeyOf(dataKey)
  const plaintext = decryptValue(key, context, hex(ciphertext))
  const encrypt = hex(ciphertext)[1] === SUITES.strict ? encryptValueStrictWith : encryptValueWith
  if (random) requireSame(encrypt(recorded(random), key, context, plaintext), ciphertext)
  return hexOf(plaintext)
}

export function openObject({ dataKey, context, random, ciphertext }: ObjectVector): Record<string, string> {
  const key = dataKeyOf(dataKey)
  const fields = decryptObject(key, context, hex(ciphertext))
  if (random) requireSame(encryptObjectWith(recorded(random), key, context, fields), ciphertext)
  return Object.fromEntries(Object.entries(fields).map(([name, plaintext]) => [name, hexOf(plaintext)]))
}

export function openField({ dataKey, context, name, random, envelope, sealed }: FieldVector): string {
  const key = dataKeyOf(dataKey)
  const plaintext = openObjectKey(key, context, hex(envelope)).decryptField(name, hex(sealed))
  if (random) {
    const made = createObjectKeyWith(recorded(random), key, context)
    requireSame(made.envelope, envelope)
    requireSame(made.objectKey.encryptField(name, plaintext), sealed)
  }
  return hexOf(plaintext)
}

/** Of a stream, the length of the plaintext and its SHA-512. */
export function openStream({ dataKey, context, random }: StreamVector, sealed: Uint8Array): [number, string] {
  const key = { key: dataKeyOf(dataKey), check: () => undefined }
  const decryptor = new StreamDecryptor(key, context)
  const plaintext = Buffer.concat([decryptor.update(sealed), decryptor.final()])
  if (random) {
    const encryptor = new StreamEncryptor(key, context, recorded(random))
    const made = Buffer.concat([encryptor.update(plaintext), encryptor.final()])
    requireSame(made, hexOf(sealed))
  }
  return [plaintext.length, createHash('sha512').update(plaintext).digest('hex')]
}

function requireSame(made: Uint8Array, expected: string): void {
  if (hexOf(made) !== expected) throw new Error(`made again it is other bytes: ${hexOf(made)}`)
}
