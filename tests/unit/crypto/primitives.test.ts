import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { gcmOpen, gcmSeal } from '@/lib/crypto/aes-gcm'
import { equalBytes } from '@/lib/crypto/encoding'
import { DoesNotOpenError, KeyWipedError } from '@/lib/crypto/errors'
import { ExpandKey, hkdfExpand, hmacSha512 } from '@/lib/crypto/hkdf'
import { pooledRandom } from '@/lib/crypto/random'
import { XaesKey } from '@/lib/crypto/xaes'
import gcmVectors from '../../vectors/wycheproof/aes_gcm_test.json'
import hkdfVectors from '../../vectors/wycheproof/hkdf_sha512_test.json'
import hmacVectors from '../../vectors/wycheproof/hmac_sha512_test.json'

const hex = (text: string) => Buffer.from(text, 'hex')

function sealed(seal: (out: Uint8Array) => void, plaintext: Uint8Array): Uint8Array {
  const out = new Uint8Array(plaintext.length + 16)
  seal(out)
  return out
}

describe('AES-256-GCM', () => {
  const groups = gcmVectors.testGroups

  it('agrees with Wycheproof for our key and nonce sizes', () => {
    const cases = groups.filter((g) => g.keySize === 256 && g.ivSize === 96).flatMap((g) => g.tests)
    expect(cases.length).toBeGreaterThan(60)
    for (const { tcId, key, iv, aad, msg, ct, tag, result } of cases) {
      const open = () => gcmOpen(hex(key), hex(iv), hex(aad), hex(ct + tag))
      if (result === 'valid') {
        const out = sealed((o) => gcmSeal(hex(key), hex(iv), hex(aad), hex(msg), o, 0), hex(msg))
        expect(Buffer.from(out).toString('hex'), `case ${tcId}`).toBe(ct + tag)
        expect(Buffer.from(open()).toString('hex'), `case ${tcId}`).toBe(msg)
      } else expect(open, `case ${tcId}`).toThrow(DoesNotOpenError)
    }
  })

  it('refuses every other key or nonce size as misuse', () => {
    const cases = groups.filter((g) => g.keySize !== 256 || g.ivSize !== 96).flatMap((g) => g.tests)
    expect(cases.length).toBeGreaterThan(200)
    for (const { key, iv, aad, ct, tag } of cases) {
      expect(() => gcmOpen(hex(key), hex(iv), hex(aad), hex(ct + tag))).toThrow(TypeError)
    }
  })

  it('refuses every shortened tag', () => {
    const key = new Uint8Array(32)
    const nonce = new Uint8Array(12)
    const none = new Uint8Array(0)
    const whole = sealed((out) => gcmSeal(key, nonce, none, none, out, 0), none)
    expect(gcmOpen(key, nonce, none, whole)).toHaveLength(0)
    for (let length = 0; length < 16; length++) {
      expect(() => gcmOpen(key, nonce, none, whole.subarray(0, length))).toThrow(DoesNotOpenError)
    }
  })
})

describe('HMAC-SHA-512 and HKDF-Expand', () => {
  it('agree with Wycheproof', () => {
    for (const group of hmacVectors.testGroups) {
      for (const { key, msg, tag, result } of group.tests) {
        const ours = hmacSha512(hex(key), hex(msg)).subarray(0, group.tagSize / 8)
        expect(equalBytes(ours, hex(tag))).toBe(result === 'valid')
      }
    }
    for (const { tcId, ikm, salt, info, size, okm, result } of hkdfVectors.testGroups.flatMap(
      (g) => g.tests,
    )) {
      const expand = () => hkdfExpand(hmacSha512(hex(salt), hex(ikm)), hex(info), size)
      if (result === 'valid') expect(Buffer.from(expand()).toString('hex'), `case ${tcId}`).toBe(okm)
      else expect(expand).toThrow(TypeError)
    }
  })

  it('take a message in pieces as one', () => {
    const key = Buffer.from('key')
    expect(hmacSha512(key, Buffer.from('ab'), Buffer.from('c'))).toEqual(hmacSha512(key, Buffer.from('abc')))
  })

  it('refuse a key that is too short to be uniformly random', () => {
    expect(() => hkdfExpand(new Uint8Array(31), new Uint8Array(0), 32)).toThrow(TypeError)
  })
})

describe('a key that expands to one block again and again', () => {
  it('makes what HKDF-Expand makes, for any length of info', () => {
    const bytes = Buffer.alloc(32, 7)
    const key = new ExpandKey(bytes)
    for (const length of [0, 1, 200, 486, 487, 488, 3000, 1]) {
      const [info, salt] = [Buffer.alloc(length, 1), Buffer.alloc(24, 2)]
      const expected = hkdfExpand(bytes, Buffer.concat([info, salt]), 64)
      expect(Buffer.from(key.block(info, salt)), `${length} bytes`).toEqual(expected)
    }
  })

  it('is of no use once wiped', () => {
    const key = new ExpandKey(new Uint8Array(32))
    key.wipe()
    expect(() => key.block(new Uint8Array(0), new Uint8Array(0))).toThrow(KeyWipedError)
  })
})

describe('XAES-256-GCM', () => {
  const nonce = Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWX')
  const plaintext = Buffer.from('XAES-256-GCM')
  // https://c2sp.org/XAES-256-GCM, section "Test vectors": one for each top bit of L
  const published = [
    { fill: 1, aad: '', ciphertext: 'ce546ef63c9cc60765923609b33a9a1974e96e52daf2fcf7075e2271' },
    {
      fill: 3,
      aad: 'c2sp.org/XAES-256-GCM',
      ciphertext: '986ec1832593df5443a179437fd083bf3fdb41abd740a21f71eb769d',
    },
  ]

  it.each(published)('agrees with the published vector of key $fill', ({ fill, aad, ciphertext }) => {
    const key = new XaesKey(new Uint8Array(32).fill(fill))
    const out = sealed((o) => key.seal(nonce, Buffer.from(aad), plaintext, o, 0), plaintext)
    expect(Buffer.from(out).toString('hex')).toBe(ciphertext)
    expect(key.open(nonce, Buffer.from(aad), hex(ciphertext))).toEqual(plaintext)
  })

  it('agrees with the published hash over 10,000 random messages', () => {
    const stream = createHash('shake128', { outputLength: 10_000 * (32 + 24 + 2 * 256) }).digest()
    let at = 0
    const take = (length: number) => {
      at += length
      return stream.subarray(at - length, at)
    }
    const takeVector = () => take(take(1)[0] ?? 0)
    const hash = createHash('shake128', { outputLength: 32 })
    for (let i = 0; i < 10_000; i++) {
      const key = new XaesKey(take(32))
      const n = take(24)
      const message = takeVector()
      const aad = takeVector()
      const out = sealed((o) => key.seal(n, aad, message, o, 0), message)
      hash.update(out)
      if (i % 100 === 0) expect(Buffer.compare(key.open(n, aad, out), message)).toBe(0)
      key.wipe()
    }
    expect(hash.digest('hex')).toBe('e6b9edf2df6cec60c8cbd864e2211b597fb69a529160cd040d56c0c210081939')
  })

  it('gives each message its own nonce and the key that belongs to it', () => {
    const key = new XaesKey(new Uint8Array(32).fill(9))
    const drawn = new Set<string>()
    for (let i = 0; i < 100; i++) {
      const fresh = Buffer.alloc(24)
      const out = sealed((o) => key.sealFresh(pooledRandom, fresh, nonce, plaintext, o, 0), plaintext)
      expect(key.open(fresh, nonce, out)).toEqual(plaintext)
      const [ciphertext, tag] = key.sealParts(pooledRandom, fresh, nonce, plaintext)
      expect(key.open(fresh, nonce, Buffer.concat([ciphertext, tag]))).toEqual(plaintext)
      drawn.add(fresh.toString('hex'))
    }
    expect(drawn.size).toBe(100)
  })

  it('is of no use once wiped, not even for the messages that were made ready for', () => {
    const key = new XaesKey(new Uint8Array(32))
    const out = new Uint8Array(16)
    const draw = () => key.sealFresh(pooledRandom, Buffer.alloc(24), nonce, out.subarray(16), out, 0)
    draw()
    key.wipe()
    key.wipe()
    expect(draw).toThrow(KeyWipedError)
    expect(() => key.open(nonce, plaintext, out)).toThrow(KeyWipedError)
  })

  it('leaves the bytes it was made from to their owner', () => {
    const bytes = new Uint8Array(32).fill(7)
    const key = new XaesKey(bytes)
    const out = sealed((o) => key.seal(nonce, plaintext, plaintext, o, 0), plaintext)
    expect(bytes).toEqual(new Uint8Array(32).fill(7))
    bytes.fill(0)
    expect(key.open(nonce, plaintext, out)).toEqual(plaintext)
  })
})
