import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { equalBytes, lengthPrefixed, PartList, u32 } from '@/lib/crypto/encoding'

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

describe('a list of parts that is begun again and again', () => {
  const encoded = (parts: readonly (string | Uint8Array)[], list = new PartList()) => {
    list.begin(Buffer.of(1, 2))
    for (const part of parts) list.add(part)
    return list
  }

  it('holds what it was given last, whatever came before', () => {
    const anyPart = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 100 }),
      fc.string({ maxLength: 100 }),
      fc.uint8Array(),
      fc.constant('x'.repeat(3000)),
    )
    const list = new PartList()
    fc.assert(
      fc.property(fc.array(anyPart, { maxLength: 5 }), (parts) => {
        const expected = Buffer.concat([Buffer.of(1, 2), lengthPrefixed(parts)])
        expect(Buffer.compare(encoded(parts, list).view(), expected)).toBe(0)
      }),
    )
  })

  it('gives a copy that does not change with it', () => {
    const list = encoded(['a'])
    const copy = list.copy()
    list.begin(Buffer.of(9, 9, 9, 9, 9))
    expect([...copy]).toEqual([1, 2, 0, 1, 97])
  })

  it('is of use again after a part that was refused', () => {
    for (const bad of [
      '\ud800',
      `${'x'.repeat(70)}\ud800`,
      'x'.repeat(65_536),
      'é'.repeat(40_000),
      7 as never,
    ]) {
      const list = encoded(['a'])
      list.view()
      expect(() => list.add(bad)).toThrow(TypeError)
      expect([...encoded(['b'], list).view()]).toEqual([1, 2, 0, 1, 98])
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
