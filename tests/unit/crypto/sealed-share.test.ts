import { describe, expect, it } from 'vitest'
import { DoesNotOpenError, openShare, randomKey, sealShare, wrappedKekOf } from '@/lib/crypto'
import { sealShareWith } from '@/lib/crypto/sealed-share'
import vectors from '../../vectors/latchkey-shares-v1.json'

const hex = (text: string) => Buffer.from(text, 'hex')
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const valid = vectors.shares.filter(({ result }) => result === 'valid')
const invalid = vectors.shares.filter(({ result }) => result === 'invalid')
const context = { organization: 'o', purpose: 'customer-share', scope: 's', region: 'r', share: 'i' }

describe('the frozen vectors of sealed shares', () => {
  it.each(valid)('$comment', ({ kek, wrapped, context, random, share, sealed }) => {
    const made = sealShareWith(
      (target) => target.set(hex(random)),
      hex(kek),
      hex(wrapped),
      context,
      hex(share),
    )
    expect(hexOf(made)).toBe(sealed)
    expect(hexOf(wrappedKekOf(hex(sealed)))).toBe(wrapped)
    expect(hexOf(openShare(hex(kek), context, hex(sealed)))).toBe(share)
  })

  it.each(invalid)('does not open: $comment', ({ kek, context, sealed }) => {
    expect(() => openShare(hex(kek), context, hex(sealed))).toThrow(DoesNotOpenError)
  })

  it('are mostly negative', () => {
    expect(invalid.length).toBeGreaterThan(valid.length)
  })
})

describe('a sealed share', () => {
  it('has a nonce of its own each time, and 63 bytes more than the wrapped key', () => {
    const [kek, share] = [randomKey(), randomKey()]
    const [one, two] = [0, 0].map(() => sealShare(kek, new Uint8Array(256), context, share))
    expect(one).toHaveLength(256 + 63)
    expect(hexOf(one ?? share)).not.toBe(hexOf(two ?? share))
  })

  it('is made of a share and a KEK of 32 bytes and of a wrapped key', () => {
    const good = randomKey()
    const [short, wrapped] = [good.slice(1), new Uint8Array(40)]
    expect(() => sealShare(short, wrapped, context, good)).toThrow(TypeError)
    expect(() => sealShare(good, wrapped, context, short)).toThrow(TypeError)
    expect(() => sealShare(good, new Uint8Array(), context, good)).toThrow(TypeError)
    expect(() => sealShare(good, new Uint8Array(1025), context, good)).toThrow(TypeError)
    expect(() => openShare(short, context, sealShare(good, wrapped, context, good))).toThrow(TypeError)
  })
})
