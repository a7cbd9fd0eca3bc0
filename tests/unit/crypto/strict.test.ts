import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  DoesNotOpenError,
  decryptValue,
  encryptValue,
  encryptValueStrict,
  KeyWipedError,
  parseHeader,
  SUITES,
} from '@/lib/crypto'
import { SUITE_FACTS } from '@/lib/crypto/header'
import { anyBytes, anyText, dataKeyIds, spoilt, testDataKey } from './fixtures'

const { organization, dataClass } = dataKeyIds
const key = testDataKey()
const context = { organization, dataClass, object: 'row-1', field: 'password' }
const anyContext = fc.record({
  organization: fc.constant(organization),
  dataClass: fc.constant(dataClass),
  object: anyText,
  field: anyText,
  bind: fc.array(anyText, { maxLength: 4 }),
})

describe('a strict value', () => {
  it('comes back, 110 bytes longer in between', () => {
    fc.assert(
      fc.property(anyContext, anyBytes, (where, plaintext) => {
        const ciphertext = encryptValueStrict(key, where, plaintext)
        expect(ciphertext).toHaveLength(plaintext.length + 110)
        expect(Buffer.compare(decryptValue(key, where, ciphertext), plaintext)).toBe(0)
      }),
    )
  })

  it('opens in its own context only', () => {
    fc.assert(
      fc.property(anyContext, anyContext, (a, b) => {
        fc.pre(JSON.stringify(a) !== JSON.stringify(b))
        const ciphertext = encryptValueStrict(key, a, Buffer.from('secret'))
        expect(() => decryptValue(key, b, ciphertext)).toThrow(DoesNotOpenError)
      }),
    )
  })

  it('opens under no key of another organization, class, version or origin', () => {
    const ciphertext = encryptValueStrict(key, context, Buffer.from('secret'))
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
    const ciphertext = encryptValueStrict(key, context, Buffer.from('a value of some length'))
    for (const bad of spoilt(ciphertext)) {
      expect(() => decryptValue(key, context, bad)).toThrow(DoesNotOpenError)
    }
    const longer = Buffer.concat([ciphertext, Buffer.of(0)])
    expect(() => decryptValue(key, context, longer)).toThrow(DoesNotOpenError)
  })

  it('has a commitment of its own, which changes with every part of the context', () => {
    const commitments = [context, context, { ...context, object: 'row-2' }, { ...context, bind: [''] }].map(
      (where) => Buffer.from(encryptValueStrict(key, where, Buffer.of())).toString('hex', 62, 94),
    )
    expect(new Set(commitments).size).toBe(4)
  })

  it('keeps the header, so that rows under a key are found by their beginning', () => {
    const ciphertext = encryptValueStrict(key, context, Buffer.of())
    expect(parseHeader(ciphertext)).toMatchObject({ suite: SUITES.strict, keyVersion: 1 })
    expect(parseHeader(ciphertext).commitment).toEqual(key.commitment)
  })

  it('is not taken for a plain value, nor a plain one for a strict one', () => {
    for (const [make, suite] of [
      [encryptValue, SUITES.strict],
      [encryptValueStrict, SUITES.value],
    ] as const) {
      const ciphertext = make(key, context, Buffer.alloc(100))
      ciphertext[1] = suite
      expect(() => decryptValue(key, context, ciphertext)).toThrow(DoesNotOpenError)
    }
  })

  it('treats wrong types and a foreign key as mistakes of the program', () => {
    expect(() => encryptValueStrict(key, context, 'text' as never)).toThrow(TypeError)
    expect(() => encryptValueStrict(key, { ...context, organization: 'another' }, Buffer.of())).toThrow(
      TypeError,
    )
  })

  it('is closed once its key is wiped', () => {
    const wiped = testDataKey()
    const ciphertext = encryptValueStrict(wiped, context, Buffer.of())
    wiped.wipe()
    expect(() => encryptValueStrict(wiped, context, Buffer.of())).toThrow(KeyWipedError)
    expect(() => decryptValue(wiped, context, ciphertext)).toThrow(KeyWipedError)
  })
})

describe('the table of suites', () => {
  const [, table = ''] = readFileSync('docs/format.md', 'utf8').split('\n| suite |')

  it.each(Object.entries(SUITE_FACTS))('says the same of suite %s as docs/format.md', (number, facts) => {
    const row = table.split('\n').find((line) => line.startsWith(`| ${number} | `)) ?? ''
    const [state, basis, commitsTo] = row
      .split('|')
      .slice(3, 6)
      .map((cell) => cell.trim())
    expect(state).toMatch(new RegExp(`^${facts.state}`))
    expect(basis).toBe(facts.fipsBasis.join(', '))
    expect(commitsTo).toBe(facts.commitsTo.map((what) => `the ${what}`).join(' and '))
  })
})
