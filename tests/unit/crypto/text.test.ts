import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DoesNotOpenError, fromText, toText } from '@/lib/crypto'
import { anyBytes } from './fixtures'

describe('the text form', () => {
  it('is base64url without padding, and comes back', () => {
    expect(toText(Uint8Array.of(0xfb, 0xff))).toBe('-_8')
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        expect(Buffer.compare(fromText(toText(bytes)), bytes)).toBe(0)
      }),
    )
  })

  it('has one spelling for each ciphertext', () => {
    for (const other of ['-_8=', '+/8', '-_9', '-_8 ', ' -_8', '-_\n8', '-_', '-', '-_8\0', 'ü']) {
      expect(() => fromText(other), JSON.stringify(other)).toThrow(DoesNotOpenError)
    }
  })

  it('is of bytes, and from text', () => {
    expect(() => toText('abc' as never)).toThrow(TypeError)
    expect(() => fromText(Buffer.from('abc') as never)).toThrow(TypeError)
  })
})
