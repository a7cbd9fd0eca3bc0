import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  DataKey,
  DoesNotOpenError,
  decryptValue,
  encryptObject,
  encryptValue,
  encryptValueParts,
  parseHeader,
  SUITES,
  type ValueContext,
} from '@/lib/crypto'
import { encodeHeader } from '@/lib/crypto/header'
import { anyBytes, anyText, dataKeyIds, spoilt, testDataKey } from './fixtures'

const { organization, dataClass } = dataKeyIds
const key = testDataKey()
const context: ValueContext = { organization, dataClass, object: 'row-1', field: 'password' }
const anyContext = fc.record({
  organization: fc.constant(organization),
  dataClass: fc.constant(dataClass),
  object: anyText,
  field: anyText,
  bind: fc.array(anyText, { maxLength: 4 }),
})

describe('a value', () => {
  it('comes back, 78 bytes longer in between', () => {
    fc.assert(
      fc.property(anyContext, anyBytes, (where, plaintext) => {
        const ciphertext = encryptValue(key, where, plaintext)
        expect(ciphertext).toHaveLength(plaintext.length + 78)
        expect(Buffer.compare(decryptValue(key, where, ciphertext), plaintext)).toBe(0)
      }),
    )
  })

  it('opens in its own context only', () => {
    fc.assert(
      fc.property(anyContext, anyContext, (a, b) => {
        fc.pre(JSON.stringify(a) !== JSON.stringify(b))
        const ciphertext = encryptValue(key, a, Buffer.from('secret'))
        expect(() => decryptValue(key, b, ciphertext)).toThrow(DoesNotOpenError)
      }),
    )
  })

  const elsewhere: Partial<ValueContext>[] = [
    { object: 'row-2' },
    { field: 'user' },
    { bind: ['db.example'] },
    { organization: 'another' },
    { dataClass: 'platform_metadata' },
  ]
  it.each(elsewhere)('does not open with %o instead', (change) => {
    const ciphertext = encryptValue(key, context, Buffer.from('secret'))
    expect(() => decryptValue(key, { ...context, ...change }, ciphertext)).toThrow(DoesNotOpenError)
  })

  it('keeps bound values apart from each other and from the field', () => {
    const ciphertext = encryptValue(key, { ...context, bind: ['a', 'b'] }, Buffer.from('secret'))
    for (const bind of [['ab'], ['b', 'a'], ['a'], ['a', 'b', ''], ['', 'a', 'b']]) {
      expect(() => decryptValue(key, { ...context, bind }, ciphertext)).toThrow(DoesNotOpenError)
    }
    const shifted = { ...context, bind: ['a'], field: 'b' }
    expect(() => decryptValue(key, shifted, ciphertext)).toThrow(DoesNotOpenError)
  })

  it('opens under no key of another organization, class, version or origin', () => {
    const ciphertext = encryptValue(key, context, Buffer.from('secret'))
    for (const other of [
      testDataKey({}, 0x45),
      testDataKey({ organization: 'another' }),
      testDataKey({ dataClass: 'api_exports' }),
      testDataKey({ version: 2 }),
    ]) {
      expect(() => decryptValue(other, context, ciphertext)).toThrow(DoesNotOpenError)
      expect(() => decryptValue(other, { ...context, ...other.ids }, ciphertext)).toThrow(DoesNotOpenError)
    }
  })

  it('opens with no bit flipped and nothing cut off or added', () => {
    const ciphertext = encryptValue(key, context, Buffer.from('a value of some length'))
    for (const bad of spoilt(ciphertext)) {
      expect(() => decryptValue(key, context, bad)).toThrow(DoesNotOpenError)
    }
    const longer = Buffer.concat([ciphertext, Buffer.of(0)])
    expect(() => decryptValue(key, context, longer)).toThrow(DoesNotOpenError)
  })

  it('never has the same nonce twice, nor the same ciphertext', () => {
    const all = Array.from({ length: 200 }, () => encryptValue(key, context, Buffer.from('same')))
    expect(new Set(all.map((one) => Buffer.from(one).toString('hex', 38, 62))).size).toBe(200)
  })

  it('is no object, and an object no value', () => {
    const object = encryptObject(key, context, {})
    expect(() => decryptValue(key, context, object)).toThrow(DoesNotOpenError)
  })

  it('commits to its key: a header rewritten to name another key opens under neither', () => {
    const other = testDataKey({}, 0x45)
    const ciphertext = encryptValue(key, context, Buffer.from('secret'))
    const renamed = Buffer.concat([
      encryptValue(other, context, Buffer.of()).slice(0, 38),
      ciphertext.slice(38),
    ])
    expect(() => decryptValue(other, context, renamed)).toThrow(DoesNotOpenError)
    expect(() => decryptValue(key, context, renamed)).toThrow(DoesNotOpenError)
  })

  it('comes in three parts that are the same bytes, for those who write them one behind the other', () => {
    const plaintext = Buffer.from('a value of some length')
    const parts = encryptValueParts(key, context, plaintext)
    expect(parts.map(({ length }) => length)).toEqual([62, plaintext.length, 16])
    expect(decryptValue(key, context, Buffer.concat(parts))).toEqual(plaintext)
    expect(() => encryptValueParts(key, { ...context, organization: 'another' }, plaintext)).toThrow(
      TypeError,
    )
    expect(() => encryptValueParts(key, context, 'text' as never)).toThrow(TypeError)
  })

  it('opens whatever was encrypted, opened or refused in between', () => {
    const long = { ...context, object: 'x'.repeat(5000), field: 'ü', bind: ['a'] }
    const sealed = [context, long, { ...context, field: 'pässword' }].map(
      (where) => [where, encryptValue(key, where, Buffer.from(where.field))] as const,
    )
    for (const [where, ciphertext] of [...sealed, ...sealed].reverse()) {
      expect(() => decryptValue(key, { ...where, object: 'another' }, ciphertext)).toThrow(DoesNotOpenError)
      expect(decryptValue(key, where, ciphertext)).toEqual(Buffer.from(where.field))
    }
  })

  it('shares memory with no plaintext', () => {
    const plaintext = Buffer.from('a secret that must not lie beside a ciphertext')
    const ciphertext = encryptValue(key, context, plaintext)
    const opened = decryptValue(key, context, ciphertext)
    expect(Buffer.from(ciphertext.buffer).includes(plaintext)).toBe(false)
    expect(opened.buffer).not.toBe(ciphertext.buffer)
  })

  it('treats wrong types and a foreign key as mistakes of the program', () => {
    expect(() => encryptValue(key, context, 'text' as never)).toThrow(TypeError)
    expect(() => decryptValue(key, context, 'text' as never)).toThrow(TypeError)
    expect(() => encryptValue(key, { ...context, organization: 'another' }, Buffer.of())).toThrow(TypeError)
    expect(() => encryptValue(key, { ...context, object: 'x'.repeat(65_536) }, Buffer.of())).toThrow(
      TypeError,
    )
    expect(() => new DataKey(new Uint8Array(31), dataKeyIds)).toThrow(TypeError)
  })

  it('fails with one error that has no cause', () => {
    try {
      decryptValue(key, context, new Uint8Array(100))
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(DoesNotOpenError)
      expect(error).toMatchObject({ message: 'does not open', code: 'does_not_open' })
      expect((error as Error).cause).toBeUndefined()
    }
  })
})

describe('the header', () => {
  it('names version, suite, key version and key', () => {
    const ciphertext = encryptValue(key, context, Buffer.from('secret'))
    expect(parseHeader(ciphertext)).toMatchObject({ suite: SUITES.value, keyVersion: 1 })
    expect(key.commitment).toEqual(parseHeader(ciphertext).commitment)
    expect(Buffer.from(ciphertext).toString('hex', 0, 6)).toBe('010100000001')
  })

  it('is refused with an unknown version or suite, reserved ones included', () => {
    const header = encodeHeader({ suite: SUITES.value, keyVersion: 1, commitment: key.commitment })
    const refused = (at: number, value: number) => {
      const bytes = Uint8Array.from(header)
      bytes[at] = value
      expect(() => parseHeader(bytes)).toThrow(DoesNotOpenError)
    }
    for (let version = 0; version < 256; version++) if (version !== 1) refused(0, version)
    for (let suite = 0; suite < 256; suite++) if (![1, 2, 3, 4].includes(suite)) refused(1, suite)
    expect(() => parseHeader(header.subarray(0, 37))).toThrow(DoesNotOpenError)
  })
})

describe('key commitment', () => {
  it('differs with each part of the ids', () => {
    const all = [
      testDataKey(),
      testDataKey({ organization: 'another' }),
      testDataKey({ dataClass: 'api_exports' }),
      testDataKey({ version: 2 }),
      testDataKey({}, 0x45),
    ].map(({ commitment }) => Buffer.from(commitment).toString('hex'))
    expect(new Set(all).size).toBe(5)
  })
})
