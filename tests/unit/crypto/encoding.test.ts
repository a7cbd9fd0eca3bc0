import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeContext, encodeField, type ObjectContext, objectPrefix } from '@/lib/crypto/context'
import { equalBytes, lengthPrefixed, type Part, u32 } from '@/lib/crypto/encoding'

/** What a reader makes of the bytes. */
function parse(bytes: Uint8Array): string[] {
  const buffer = Buffer.from(bytes)
  const parts: string[] = []
  for (let at = 0; at < buffer.length; ) {
    const length = buffer.readUInt16BE(at)
    parts.push(buffer.toString('utf8', at + 2, at + 2 + length))
    at += 2 + length
  }
  return parts
}

describe('lengthPrefixed', () => {
  it('writes lengths of two bytes, big-endian, of the UTF-8 form', () => {
    const bytes = lengthPrefixed(['é', '', Uint8Array.of(0xff)])
    expect(Buffer.from(bytes).toString('hex')).toBe('0002c3a9' + '0000' + '0001ff')
  })

  it('can be read back, so no two lists are alike', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (parts) => {
        expect(parse(lengthPrefixed(parts))).toEqual(parts)
      }),
    )
  })

  it('takes 65,535 bytes and not one more', () => {
    expect(lengthPrefixed(['x'.repeat(65_535)])).toHaveLength(65_537)
    expect(() => lengthPrefixed(['x'.repeat(65_536)])).toThrow(TypeError)
    expect(() => lengthPrefixed(['é'.repeat(32_768)])).toThrow(TypeError)
    expect(() => lengthPrefixed([new Uint8Array(65_536)])).toThrow(TypeError)
  })

  it('refuses text that would encode like another', () => {
    expect(() => lengthPrefixed(['\ud800'])).toThrow(TypeError)
    expect(lengthPrefixed(['\u{1f511}'])).toHaveLength(6)
  })
})

describe('a context behind its prefix', () => {
  const prefixes = ['', 'p', 'p'.repeat(500), 'p'.repeat(1100)].map((text) => Buffer.from(text))
  const expected = (prefix: Uint8Array, { object, bind = [] }: ObjectContext, last: Part) =>
    Buffer.concat([prefix, lengthPrefixed([object, u32(bind.length), ...bind, last])])
  const anyText = fc.oneof(
    fc.string({ maxLength: 120 }),
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.constantFrom('', 'x'.repeat(100), 'x'.repeat(101), 'x'.repeat(3000), 'é'.repeat(50)),
  )
  const anyContext = fc.record({
    organization: fc.constant('o'),
    dataClass: fc.constant('c'),
    object: anyText,
    bind: fc.option(fc.array(anyText, { maxLength: 12 }), { nil: undefined }),
  })

  it('is the same in the short way and in the general one, whatever came before', () => {
    const last = fc.oneof(anyText, fc.uint8Array({ maxLength: 20 }))
    fc.assert(
      fc.property(fc.constantFrom(...prefixes), anyContext, last, (prefix, context, end) => {
        const whole = expected(prefix, context, end)
        expect(Buffer.compare(encodeContext(prefix, context, end), whole)).toBe(0)
        const name = String(end)
        const field = Buffer.from(encodeField(objectPrefix(prefix, context), name))
        expect(Buffer.compare(field, expected(prefix, context, name))).toBe(0)
      }),
      { numRuns: 500 },
    )
  })

  it('counts many bound values', () => {
    for (const count of [0, 1, 255, 256, 257]) {
      const context = { organization: 'o', dataClass: 'c', object: 'a', bind: Array<string>(count).fill('') }
      const found = encodeContext(Buffer.of(), context, 'b')
      expect(Buffer.compare(found, expected(Buffer.of(), context, 'b'))).toBe(0)
    }
  })

  it('refuses what does not encode, and is of use again', () => {
    const context = { organization: 'o', dataClass: 'c', object: 'a' }
    const [prefix] = prefixes as [Buffer]
    for (const bad of ['\ud800', 'x'.repeat(65_536), 7 as never]) {
      expect(() => encodeContext(prefix, { ...context, object: bad }, 'b')).toThrow(TypeError)
      expect(() => encodeContext(prefix, { ...context, bind: [bad] }, 'b')).toThrow(TypeError)
      expect(() => encodeContext(prefix, context, bad)).toThrow(TypeError)
      expect(() => encodeField(prefix, bad)).toThrow(TypeError)
      const found = encodeContext(prefix, context, 'b')
      expect(Buffer.compare(found, expected(prefix, context, 'b'))).toBe(0)
    }
  })
})

describe('u32', () => {
  it('is four bytes, big-endian', () => {
    expect([...u32(0x01020304)]).toEqual([1, 2, 3, 4])
    expect([...u32(0xffff_ffff)]).toEqual([255, 255, 255, 255])
  })

  it.each([-1, 1.5, 2 ** 32, Number.NaN])('refuses %s', (value) => {
    expect(() => u32(value)).toThrow(TypeError)
  })
})

describe('equalBytes', () => {
  it('compares content and length', () => {
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true)
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false)
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2, 0))).toBe(false)
  })
})
