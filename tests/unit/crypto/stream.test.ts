import { describe, expect, it } from 'vitest'
import {
  DoesNotOpenError,
  KeyWipedError,
  parseHeader,
  StreamDecryptor,
  StreamEncryptor,
  type ValueContext,
} from '@/lib/crypto'
import { CHUNK_BYTES, SEALED_CHUNK_BYTES } from '@/lib/crypto/cobblestone'
import { HEADER_BYTES } from '@/lib/crypto/header'
import { STREAM_PREFIX_BYTES } from '@/lib/crypto/stream'
import { plaintextLength } from '@/lib/crypto/stream-reader'
import {
  decryptWhole,
  encryptWhole,
  plaintextOf,
  portions,
  spoilt,
  streamContext,
  streamKey,
  testDataKey,
  through,
} from './fixtures'

const lengths = [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES, 5 * CHUNK_BYTES + 77]

/** The prefix and each chunk of a stream. */
function pieces(sealed: Uint8Array): Uint8Array[] {
  const chunks = portions(sealed.subarray(STREAM_PREFIX_BYTES), SEALED_CHUNK_BYTES)
  return [sealed.subarray(0, STREAM_PREFIX_BYTES), ...chunks]
}

const refused = (sealed: Uint8Array) => expect(() => decryptWhole(sealed)).toThrow(DoesNotOpenError)

describe('a stream', () => {
  it.each(lengths)('of %i bytes comes back, whatever the portions in which it goes', (length) => {
    const plaintext = plaintextOf(length)
    const sizes = [1, 7, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, SEALED_CHUNK_BYTES, 65_536, 1 << 20]
    for (const size of sizes) {
      const sealed = encryptWhole(plaintext, size)
      expect(plaintextLength(sealed.length)).toBe(length)
      expect(Buffer.compare(decryptWhole(sealed, size), plaintext)).toBe(0)
    }
  })

  it('names version, suite, key version and key, as everything sealed does', () => {
    const sealed = encryptWhole(plaintextOf(3))
    const { suite, keyVersion, commitment } = parseHeader(sealed)
    expect([suite, keyVersion]).toEqual([4, 1])
    expect(Buffer.compare(commitment, testDataKey().commitment)).toBe(0)
  })

  it('never looks the same twice', () => {
    expect(encryptWhole(plaintextOf(100))).not.toEqual(encryptWhole(plaintextOf(100)))
  })

  it('opens with no bit changed and none missing', () => {
    for (const changed of spoilt(encryptWhole(plaintextOf(40)))) refused(changed)
  })

  it('opens with no bit of any chunk changed', () => {
    const sealed = encryptWhole(plaintextOf(2 * CHUNK_BYTES + 5))
    for (let at = 0; at < sealed.length; at += 97) {
      const changed = Buffer.from(sealed)
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
      refused(changed)
    }
  })

  it('opens with its chunks neither reordered, dropped, doubled, cut nor appended to', () => {
    const [prefix, first, second, third, last] = pieces(encryptWhole(plaintextOf(3 * CHUNK_BYTES + 9)))
    if (!prefix || !first || !second || !third || !last) throw new Error('expected four chunks')
    const [, alienFirst, alienLast] = pieces(encryptWhole(plaintextOf(CHUNK_BYTES + 9)))
    if (!alienFirst || !alienLast) throw new Error('expected two chunks')
    const orders: Record<string, Uint8Array[]> = {
      'two exchanged': [second, first, third, last],
      'the last one moved': [first, second, last, third],
      'the first dropped': [second, third, last],
      'one dropped': [first, third, last],
      'the last dropped': [first, second, third],
      'all dropped': [],
      'one doubled': [first, first, second, third, last],
      'one in place of another': [first, first, third, last],
      'the last doubled': [first, second, third, last, last],
      'cut within a chunk': [first, second.subarray(0, 100)],
      'cut within a tag': [first, second, third, last.subarray(0, -1)],
      'a byte appended': [first, second, third, last, Uint8Array.of(0)],
      'a chunk appended': [first, second, third, last, third],
      'a chunk of another stream': [alienFirst, second, third, last],
      'the end of another stream': [first, second, third, alienLast],
    }
    expect(decryptWhole(Buffer.concat([prefix, first, second, third, last]))).toHaveLength(
      3 * CHUNK_BYTES + 9,
    )
    for (const [what, chunks] of Object.entries(orders)) {
      expect(() => decryptWhole(Buffer.concat([prefix, ...chunks])), what).toThrow(DoesNotOpenError)
    }
  })

  it('gives out nothing of a chunk before its tag was checked', () => {
    const sealed = encryptWhole(plaintextOf(3 * CHUNK_BYTES))
    const opening = new StreamDecryptor(streamKey(), streamContext)
    let released = 0
    for (const [index, byte] of [...portions(sealed, 1)].entries()) {
      released += opening.update(byte).length
      const whole = Math.floor((index + 1 - STREAM_PREFIX_BYTES) / SEALED_CHUNK_BYTES)
      expect(released).toBe(Math.max(0, whole) * CHUNK_BYTES)
    }
    const flipped = Buffer.from(sealed)
    const lastOfSecond = STREAM_PREFIX_BYTES + 2 * SEALED_CHUNK_BYTES - 1
    flipped.writeUInt8(flipped.readUInt8(lastOfSecond) ^ 1, lastOfSecond)
    const failing = new StreamDecryptor(streamKey(), streamContext)
    const before = failing.update(flipped.subarray(0, lastOfSecond))
    expect(before).toHaveLength(CHUNK_BYTES)
    expect(() => failing.update(flipped.subarray(lastOfSecond))).toThrow(DoesNotOpenError)
  })

  it.each<[string, Partial<ValueContext>]>([
    ['object', { object: 'file-2' }],
    ['field', { field: 'contents' }],
    ['bound value', { bind: ['x'] }],
    ['class', { dataClass: 'file_uploads' }],
    ['organization', { organization: '00000000-0000-4000-8000-000000000000' }],
  ])('opens for no other %s', (_, other) => {
    const sealed = encryptWhole(plaintextOf(20))
    const open = () => through(new StreamDecryptor(streamKey(), { ...streamContext, ...other }), sealed)
    expect(open).toThrow(DoesNotOpenError)
  })

  it('opens with no other key, nor when its header is made to name that', () => {
    const sealed = encryptWhole(plaintextOf(20))
    for (const key of [testDataKey({ version: 2 }), testDataKey({}, 0x45)]) {
      const other = streamKey(undefined, key)
      const open = (bytes: Uint8Array) => through(new StreamDecryptor(other, streamContext), bytes)
      const own = through(new StreamEncryptor(other, streamContext), plaintextOf(20))
      expect(() => open(sealed)).toThrow(DoesNotOpenError)
      const renamed = Buffer.concat([own.subarray(0, HEADER_BYTES), sealed.subarray(HEADER_BYTES)])
      expect(() => open(renamed)).toThrow(DoesNotOpenError)
      expect(open(own)).toEqual(plaintextOf(20))
    }
  })

  it('is not encrypted with another organization’s key', () => {
    const other = { ...streamContext, organization: 'another' }
    expect(() => new StreamEncryptor(streamKey(), other)).toThrow(TypeError)
  })
})

describe('the life of a stream', () => {
  const ciphers = () => [
    new StreamEncryptor(streamKey(), streamContext),
    new StreamDecryptor(streamKey(), streamContext),
  ]

  it('is over after its end', () => {
    const sealed = encryptWhole(plaintextOf(10))
    const [encryptor, decryptor] = ciphers()
    encryptor?.final()
    decryptor?.update(sealed)
    decryptor?.final()
    for (const cipher of [encryptor, decryptor]) {
      expect(() => cipher?.update(new Uint8Array(1))).toThrow(TypeError)
      expect(() => cipher?.final()).toThrow(TypeError)
    }
  })

  it('is over after `destroy`, which may come twice', () => {
    for (const cipher of ciphers()) {
      cipher.destroy()
      cipher.destroy()
      expect(() => cipher.update(new Uint8Array(1))).toThrow(KeyWipedError)
      expect(() => cipher.final()).toThrow(KeyWipedError)
    }
  })

  it('fails for ever once it failed', () => {
    const sealed = encryptWhole(plaintextOf(CHUNK_BYTES))
    const decryptor = new StreamDecryptor(streamKey(), streamContext)
    expect(() => decryptor.update(Buffer.concat([sealed.subarray(0, 94), Buffer.alloc(17_000)]))).toThrow(
      DoesNotOpenError,
    )
    expect(() => decryptor.update(sealed)).toThrow(DoesNotOpenError)
    expect(() => decryptor.final()).toThrow(DoesNotOpenError)
  })

  it('takes nothing but bytes', () => {
    for (const cipher of ciphers()) expect(() => cipher.update('text' as never)).toThrow(TypeError)
  })

  it('begins with no wiped key', () => {
    const key = testDataKey()
    key.wipe()
    expect(() => new StreamEncryptor(streamKey(undefined, key), streamContext)).toThrow(KeyWipedError)
    const decryptor = new StreamDecryptor(streamKey(undefined, key), streamContext)
    expect(() => decryptor.update(encryptWhole(plaintextOf(1)))).toThrow(KeyWipedError)
  })
})

describe('a key that may not be used any more', () => {
  class Refused extends Error {}

  it('ends the stream before anything more is released, and for good', () => {
    const plaintext = plaintextOf(3 * CHUNK_BYTES)
    const sealed = encryptWhole(plaintext)
    for (const make of [
      (check: () => void) => ({
        cipher: new StreamEncryptor(streamKey(check), streamContext),
        input: plaintext,
      }),
      (check: () => void) => ({
        cipher: new StreamDecryptor(streamKey(check), streamContext),
        input: sealed,
      }),
    ]) {
      let usable = true
      const { cipher, input } = make(() => {
        if (!usable) throw new Refused()
      })
      expect(cipher.update(input.subarray(0, 20_000)).length).toBeGreaterThan(0)
      usable = false
      expect(() => cipher.update(input.subarray(20_000))).toThrow(Refused)
      usable = true
      expect(() => cipher.final()).toThrow(Refused)
    }
  })

  it('is asked for again after the cryptography, right before the release', () => {
    const sealed = encryptWhole(plaintextOf(CHUNK_BYTES))
    let asked = 0
    const check = () => {
      asked += 1
      if (asked === 2) throw new Refused()
    }
    const decryptor = new StreamDecryptor(streamKey(check), streamContext)
    expect(() => decryptor.update(sealed)).toThrow(Refused)
  })
})
