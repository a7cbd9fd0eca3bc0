import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  createObjectKey,
  DoesNotOpenError,
  decryptObject,
  decryptObjectField,
  encryptObject,
  encryptValue,
  KeyWipedError,
  type ObjectContext,
  openObjectKey,
  parseHeader,
} from '@/lib/crypto'
import { anyBytes, anyText, dataKeyIds, spoilt, testDataKey } from './fixtures'

const { organization, dataClass } = dataKeyIds
const key = testDataKey()
const context: ObjectContext = { organization, dataClass, object: 'document-1', bind: ['v1'] }
const names = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
const anyFields = fc.dictionary(names, anyBytes, { maxKeys: 6 })
const fields = { name: Buffer.from('Q3 forecast'), elements: Buffer.from('[1,2]'), note: Buffer.of() }

describe('an object in one piece', () => {
  it('comes back with its fields', () => {
    fc.assert(
      fc.property(anyFields, (given) => {
        const back = decryptObject(key, context, encryptObject(key, context, given))
        expect(Object.keys(back).sort()).toEqual(Object.keys(given).sort())
        for (const [name, bytes] of Object.entries(given)) {
          expect(Buffer.compare(back[name] ?? Buffer.from('absent'), bytes)).toBe(0)
        }
      }),
    )
  })

  it('holds names that mean something to JavaScript', () => {
    const given = Object.fromEntries([
      ['__proto__', Buffer.from('a')],
      ['constructor', Buffer.from('b')],
    ])
    const sealed = encryptObject(key, context, given)
    expect(Object.keys(decryptObject(key, context, sealed))).toEqual(['__proto__', 'constructor'])
    expect(decryptObjectField(key, context, sealed, '__proto__')).toEqual(Buffer.from('a'))
  })

  it('costs 110 bytes, and for each field 28 and its entry in the directory', () => {
    expect(encryptObject(key, context, {})).toHaveLength(110 + 2)
    expect(encryptObject(key, context, { ab: Buffer.alloc(5) })).toHaveLength(110 + 2 + (2 + 2 + 4) + 28 + 5)
  })

  it('opens a field alone, and none that is not there', () => {
    const sealed = encryptObject(key, context, fields)
    expect(decryptObjectField(key, context, sealed, 'name')).toEqual(fields.name)
    for (const name of ['', 'toString', 'nam']) {
      expect(() => decryptObjectField(key, context, sealed, name)).toThrow(DoesNotOpenError)
    }
  })

  it('does not depend on the order in which fields are given', () => {
    const lengths = [
      { a: Buffer.of(), b: Buffer.of(1) },
      { b: Buffer.of(1), a: Buffer.of() },
    ]
    const [one, two] = lengths.map((given) =>
      Buffer.from(encryptObject(key, context, given)).subarray(110, 126),
    )
    expect(one).toEqual(two)
  })

  it('lists its fields by the bytes of their names', () => {
    const given = ['\u{1f511}', '\ufffd', 'b', 'a\u{10000}', 'a\uffff', 'ab', 'a', 'ü'].map(
      (name) => [name, Buffer.of()] as const,
    )
    const names = Object.keys(
      decryptObject(key, context, encryptObject(key, context, Object.fromEntries(given))),
    )
    const byBytes = [...names].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    expect(names).toEqual(byBytes)
  })

  it('opens in its own context only', () => {
    const sealed = encryptObject(key, context, fields)
    const changes: Partial<ObjectContext>[] = [
      { object: 'document-2' },
      { bind: [] },
      { bind: ['v2'] },
      { bind: ['v1', ''] },
      { organization: 'another' },
      { dataClass: 'api_exports' },
    ]
    for (const change of changes) {
      expect(() => decryptObject(key, { ...context, ...change }, sealed)).toThrow(DoesNotOpenError)
    }
    expect(() => decryptObject(testDataKey({}, 0x45), context, sealed)).toThrow(DoesNotOpenError)
  })

  it('opens with no bit flipped and nothing cut off or added', () => {
    const sealed = encryptObject(key, context, { a: Buffer.from('one'), b: Buffer.from('two') })
    for (const bad of spoilt(sealed)) {
      expect(() => decryptObject(key, context, bad)).toThrow(DoesNotOpenError)
    }
    expect(() => decryptObject(key, context, Buffer.concat([sealed, Buffer.of(0)]))).toThrow(DoesNotOpenError)
  })

  it('notices a field that was dropped, exchanged or taken from another object', () => {
    const two = { a: Buffer.from('one'), b: Buffer.from('two') }
    const sealed = Buffer.from(encryptObject(key, context, two))
    const head = sealed.subarray(0, 110)
    const entry = 2 + 1 + 4
    const directory = sealed.subarray(110, 110 + 2 + 2 * entry)
    const [a, b] = [sealed.subarray(126, 157), sealed.subarray(157)] as const
    const without = Buffer.concat([head, Buffer.of(0, 1), directory.subarray(2, 2 + entry), a])
    expect(() => decryptObject(key, context, without)).toThrow(DoesNotOpenError)
    expect(() => decryptObject(key, context, Buffer.concat([head, directory, b, a]))).toThrow(
      DoesNotOpenError,
    )
    const other = Buffer.from(encryptObject(key, context, two)).subarray(126, 157)
    expect(() => decryptObject(key, context, Buffer.concat([head, directory, other, b]))).toThrow(
      DoesNotOpenError,
    )
  })

  it('refuses too many or too long names, and things that are not bytes', () => {
    const many = Object.fromEntries(Array.from({ length: 257 }, (_, i) => [`f${i}`, Buffer.of()]))
    expect(() => encryptObject(key, context, many)).toThrow(TypeError)
    expect(() => encryptObject(key, context, { ['x'.repeat(129)]: Buffer.of() })).toThrow(TypeError)
    expect(() => encryptObject(key, context, { '': Buffer.of() })).toThrow(TypeError)
    expect(() => encryptObject(key, context, { '\ud800': Buffer.of() })).toThrow(TypeError)
    expect(() => encryptObject(key, context, { a: 'text' as never })).toThrow(TypeError)
  })
})

describe('an object whose fields are stored apart', () => {
  it('has an envelope of 110 bytes and fields of 28 bytes over the plaintext', () => {
    fc.assert(
      fc.property(anyText, anyBytes, (name, plaintext) => {
        const { objectKey, envelope } = createObjectKey(key, context)
        const sealed = objectKey.encryptField(name, plaintext)
        expect(envelope).toHaveLength(110)
        expect(sealed).toHaveLength(plaintext.length + 28)
        const opened = openObjectKey(key, context, envelope).decryptField(name, sealed)
        expect(Buffer.compare(opened, plaintext)).toBe(0)
      }),
      { numRuns: 50 },
    )
  })

  it('binds the field name, and keeps objects apart', () => {
    const one = createObjectKey(key, context)
    const two = createObjectKey(key, context)
    const sealed = one.objectKey.encryptField('name', Buffer.from('secret'))
    expect(() => one.objectKey.decryptField('note', sealed)).toThrow(DoesNotOpenError)
    expect(() => two.objectKey.decryptField('name', sealed)).toThrow(DoesNotOpenError)
    for (const bad of spoilt(sealed)) {
      expect(() => one.objectKey.decryptField('name', bad)).toThrow(DoesNotOpenError)
    }
  })

  it('is not taken for an object in one piece, nor for a value', () => {
    const { envelope } = createObjectKey(key, context)
    const emptied = Buffer.concat([envelope, Buffer.of(0, 0)])
    expect(() => decryptObject(key, context, emptied)).toThrow(DoesNotOpenError)
    const piece = encryptObject(key, context, {})
    expect(() => openObjectKey(key, context, piece.subarray(0, 110))).toThrow(DoesNotOpenError)
    const value = encryptValue(key, { ...context, field: '' }, new Uint8Array(32))
    expect(() => openObjectKey(key, context, value)).toThrow(DoesNotOpenError)
    expect(parseHeader(envelope).suite).toBe(3)
  })

  it('is closed once its key is wiped', () => {
    const { objectKey } = createObjectKey(key, context)
    objectKey.wipe()
    expect(() => objectKey.encryptField('name', Buffer.of())).toThrow(KeyWipedError)
  })
})
