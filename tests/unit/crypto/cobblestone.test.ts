import { createHash } from 'node:crypto'
import { inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { ChunkOpener, ChunkSealer } from '@/lib/crypto/chunks'
import {
  CHUNK_BYTES,
  MessageKey,
  PREFIX_BYTES,
  SALT_BYTES,
  SEALED_CHUNK_BYTES,
} from '@/lib/crypto/cobblestone'
import { DoesNotOpenError, KeyWipedError } from '@/lib/crypto/errors'
import { HEADER_BYTES } from '@/lib/crypto/header'
import { plaintextLength } from '@/lib/crypto/stream-reader'
import published from '../../vectors/wycheproof/c2sp_chunked_encryption_aes_256_gcm_test.json'
import { portions } from './fixtures'

const hex = (text: string) => Buffer.from(text, 'hex')
const sha512 = (bytes: Uint8Array) => createHash('sha512').update(bytes).digest('hex')

const vectors = published.testGroups
  .flatMap((group) => group.tests)
  .map((test) => ({
    ...test,
    flags: test.flags as string[],
    inputKey: hex(test.key),
    context: hex(test.ctx),
    message: inflateSync(hex(test.ct)),
  }))
type Vector = (typeof vectors)[number]

const keyOf = ({ inputKey, context, message }: Vector) =>
  MessageKey.opening(inputKey, message.subarray(0, PREFIX_BYTES), context)

/** What leaves the opener until the message ends or something is wrong. */
function opened(vector: Vector, size: number): { plaintext: Buffer; failure: unknown } {
  const released: Uint8Array[] = []
  try {
    const opener = new ChunkOpener(keyOf(vector))
    for (const portion of portions(vector.message.subarray(PREFIX_BYTES), size)) {
      released.push(opener.update(portion))
    }
    released.push(opener.final())
    return { plaintext: Buffer.concat(released), failure: null }
  } catch (failure) {
    return { plaintext: Buffer.concat(released), failure }
  }
}

describe('Cobblestone-256', () => {
  it('has published vectors of both kinds', () => {
    expect(vectors.filter(({ result }) => result === 'valid').length).toBeGreaterThanOrEqual(10)
    expect(vectors.filter(({ result }) => result === 'invalid').length).toBeGreaterThanOrEqual(20)
  })

  it.each(vectors.filter(({ flags }) => !flags.includes('InvalidKeySize')))(
    'opens as published, in portions of any size: $tcId $comment',
    (vector) => {
      const sizes = [CHUNK_BYTES - 1, CHUNK_BYTES, SEALED_CHUNK_BYTES, 65_536, 2 ** 23]
      if (vector.message.length < 100_000) sizes.push(1, 7)
      for (const size of sizes) {
        const { plaintext, failure } = opened(vector, size)
        if (vector.result === 'valid') expect(failure).toBeNull()
        else expect(failure).toBeInstanceOf(DoesNotOpenError)
        if (vector.result === 'valid' || size <= SEALED_CHUNK_BYTES) {
          expect(plaintext.length).toBe(vector.msgLength ?? 0)
          if (vector.msgSha512) expect(sha512(plaintext)).toBe(vector.msgSha512)
        } else expect(plaintext.length).toBeLessThanOrEqual(vector.msgLength ?? 0)
      }
    },
  )

  it.each(vectors.filter(({ flags }) => flags.includes('InvalidKeySize')))(
    'takes no input key of another size: $comment',
    (vector) => expect(() => keyOf(vector)).toThrow(TypeError),
  )

  it.each(vectors.filter(({ flags }) => flags.includes('HeaderFailure')))(
    'refuses before any chunk: $tcId $comment',
    (vector) => expect(() => keyOf(vector)).toThrow(),
  )

  it.each(vectors.filter(({ result }) => result === 'valid'))(
    'seals as published, in portions of any size: $tcId $comment',
    (vector) => {
      const { plaintext } = opened(vector, 65_536)
      for (const size of [CHUNK_BYTES - 1, CHUNK_BYTES, 65_536]) {
        const key = new MessageKey(vector.inputKey, vector.message.subarray(0, SALT_BYTES), vector.context)
        const sealer = new ChunkSealer(key)
        const sealed = [...portions(plaintext, size)].map((portion) => sealer.update(portion))
        const all = Buffer.concat([key.prefix, ...sealed, sealer.final()])
        expect(Buffer.compare(all, vector.message)).toBe(0)
      }
    },
  )

  it.each(vectors.filter(({ flags }) => !flags.includes('HeaderFailure')))(
    'authenticates the length by the last chunk as published: $tcId $comment',
    (vector) => {
      const lastOpens = () => {
        const length = plaintextLength(HEADER_BYTES + vector.message.length)
        const last = Math.floor(length / CHUNK_BYTES)
        const sealed = vector.message.subarray(PREFIX_BYTES + last * SEALED_CHUNK_BYTES)
        expect(keyOf(vector).openChunk(last, sealed)).toHaveLength(length % CHUNK_BYTES)
      }
      if (vector.result === 'valid' || vector.flags.includes('ValidFinalChunk')) lastOpens()
      else expect(lastOpens).toThrow(DoesNotOpenError)
    },
  )

  it('counts chunks beyond 2^32, and no further than 2^38', () => {
    const key = () => new MessageKey(new Uint8Array(32), new Uint8Array(SALT_BYTES), new Uint8Array(0))
    const seal = (index: number) => {
      const out = Buffer.alloc(16)
      key().sealChunk(index, new Uint8Array(0), out, 0)
      return out
    }
    const indexes = [0, 1, 255, 256, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 1, 2 ** 37, 2 ** 38 - 1]
    expect(new Set(indexes.map((index) => seal(index).toString('hex'))).size).toBe(indexes.length)
    for (const index of indexes) {
      expect(key().openChunk(index, seal(index))).toHaveLength(0)
      expect(() => key().openChunk(index + 1, seal(index))).toThrow(DoesNotOpenError)
    }
    expect(() => seal(2 ** 38)).toThrow(TypeError)
    expect(() => key().openChunk(2 ** 38, new Uint8Array(16))).toThrow(DoesNotOpenError)
  })

  it('is of no use once wiped', () => {
    const key = new MessageKey(new Uint8Array(32), new Uint8Array(SALT_BYTES), new Uint8Array(0))
    key.wipe()
    expect(() => key.openChunk(0, new Uint8Array(16))).toThrow(KeyWipedError)
    expect(() => key.sealChunk(0, new Uint8Array(0), new Uint8Array(16), 0)).toThrow(KeyWipedError)
  })
})
