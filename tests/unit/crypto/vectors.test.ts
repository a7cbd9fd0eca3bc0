import { describe, expect, it } from 'vitest'
import {
  DataKey,
  DoesNotOpenError,
  decryptObject,
  decryptObjectField,
  decryptValue,
  MasterKey,
  openObjectKey,
  unwrapKey,
} from '@/lib/crypto'
import { type DataKeyPurpose, deriveSubKey } from '@/lib/crypto/data-key'
import { createObjectKeyWith, encryptObjectWith } from '@/lib/crypto/envelope'
import type { RandomSource } from '@/lib/crypto/random'
import { encryptValueStrictWith, encryptValueWith } from '@/lib/crypto/value'
import { wrapKeyWith } from '@/lib/crypto/wrap'
import vectors from '../../vectors/latchkey-v1.json'
import strictVectors from '../../vectors/latchkey-v1-strict.json'

const hex = (text: string) => Buffer.from(text, 'hex')
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

/** Gives out the recorded random bytes in their order. */
function recorded(random: string): RandomSource {
  let rest = hex(random)
  return (target) => {
    target.set(rest.subarray(0, target.length))
    rest = rest.subarray(target.length)
  }
}

const dataKey = ({ bytes, ids }: { bytes: string; ids: (typeof vectors.dataKeys)[0]['ids'] }) =>
  new DataKey(hex(bytes), ids)

function masterKey(from: { ids: object; platformShare: string; customerShare?: string }): MasterKey {
  const shares = { platformShare: hex(from.platformShare) }
  const both = from.customerShare ? { ...shares, customerShare: hex(from.customerShare) } : shares
  return MasterKey.derive(from.ids as MasterKey['ids'], both)
}

describe('the frozen vectors', () => {
  it('are enough, half of them negative', () => {
    const { masterKeys, dataKeys, wraps, values, objects, fields } = vectors
    const strict = strictVectors.values
    const all = [...masterKeys, ...dataKeys, ...wraps, ...values, ...strict, ...objects, ...fields]
    expect(all.length).toBeGreaterThanOrEqual(80)
    expect(all.filter(({ result }) => result === 'invalid').length * 2).toBeGreaterThanOrEqual(all.length)
  })

  it.each(vectors.masterKeys)('master key: $comment', (vector) => {
    expect(hexOf(masterKey(vector).commitment)).toBe(vector.commitment)
  })

  it.each(vectors.dataKeys)('sub-keys of a data key', ({ bytes, ids, subKeys }) => {
    for (const [purpose, expected] of Object.entries(subKeys)) {
      expect(hexOf(deriveSubKey(hex(bytes), purpose as DataKeyPurpose, ids)), purpose).toBe(expected)
    }
    expect(hexOf(dataKey({ bytes, ids }).commitment)).toBe(subKeys.commitment)
  })

  it.each(vectors.wraps)('wrapped key: $comment', ({ master, context, random, key, wrapped }) => {
    const parent = masterKey(master)
    const open = () => unwrapKey(parent, context, hex(wrapped))
    if (random === undefined || key === undefined) return expect(open).toThrow(DoesNotOpenError)
    expect(hexOf(wrapKeyWith(recorded(random), parent, context, hex(key)))).toBe(wrapped)
    expect(hexOf(open())).toBe(key)
  })

  it.each(vectors.values)('value: $comment', (vector) => {
    const { context, random, plaintext, ciphertext } = vector
    const key = dataKey(vector.dataKey)
    const open = () => decryptValue(key, context, hex(ciphertext))
    if (random === undefined || plaintext === undefined) return expect(open).toThrow(DoesNotOpenError)
    expect(hexOf(encryptValueWith(recorded(random), key, context, hex(plaintext)))).toBe(ciphertext)
    expect(hexOf(open())).toBe(plaintext)
  })

  it.each(strictVectors.values)('strict value: $comment', (vector) => {
    const { context, random, plaintext, ciphertext } = vector
    const key = dataKey(vector.dataKey)
    const open = () => decryptValue(key, context, hex(ciphertext))
    if (random === undefined || plaintext === undefined) return expect(open).toThrow(DoesNotOpenError)
    expect(hexOf(encryptValueStrictWith(recorded(random), key, context, hex(plaintext)))).toBe(ciphertext)
    expect(hexOf(open())).toBe(plaintext)
  })

  it.each(vectors.objects)('object: $comment', (vector) => {
    const { context, random, fields, ciphertext } = vector
    const key = dataKey(vector.dataKey)
    const open = () => decryptObject(key, context, hex(ciphertext))
    if (random === undefined || fields === undefined) return expect(open).toThrow(DoesNotOpenError)
    const entries = Object.entries(fields as Record<string, string>)
    const given = Object.fromEntries(entries.map(([name, value]) => [name, hex(value)]))
    expect(hexOf(encryptObjectWith(recorded(random), key, context, given))).toBe(ciphertext)
    expect(open()).toEqual(given)
    for (const [name, value] of entries) {
      expect(hexOf(decryptObjectField(key, context, hex(ciphertext), name))).toBe(value)
    }
  })

  it.each(vectors.fields)('field stored apart: $comment', (vector) => {
    const { context, name, random, plaintext, envelope, sealed } = vector
    const key = dataKey(vector.dataKey)
    const open = () => openObjectKey(key, context, hex(envelope)).decryptField(name, hex(sealed))
    if (random === undefined || plaintext === undefined) return expect(open).toThrow(DoesNotOpenError)
    const created = createObjectKeyWith(recorded(random), key, context)
    expect(hexOf(created.envelope)).toBe(envelope)
    expect(hexOf(created.objectKey.encryptField(name, hex(plaintext)))).toBe(sealed)
    expect(hexOf(open())).toBe(plaintext)
  })
})
