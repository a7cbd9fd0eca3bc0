import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DoesNotOpenError, plaintextLength, StreamReader, type StreamSource } from '@/lib/crypto'
import { CHUNK_BYTES, SEALED_CHUNK_BYTES } from '@/lib/crypto/cobblestone'
import { STREAM_PREFIX_BYTES } from '@/lib/crypto/stream'
import { encryptWhole, plaintextOf, streamContext, streamKey } from './fixtures'

/** A stream in memory; notes how much of it was read. */
function sourceOf(sealed: Uint8Array): StreamSource & { bytesRead: number } {
  const source = {
    length: sealed.length,
    bytesRead: 0,
    read: async (start: number, end: number) => {
      source.bytesRead += end - start
      return sealed.subarray(start, end)
    },
  }
  return source
}

const open = (source: StreamSource, check?: () => void) =>
  StreamReader.open(() => streamKey(check), streamContext, source)

async function rangeOf(reader: StreamReader, start?: number, end?: number): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const part of reader.read(start, end)) parts.push(part)
  return Buffer.concat(parts)
}

const plaintext = plaintextOf(5 * CHUNK_BYTES + 1234)
const sealed = encryptWhole(plaintext)

describe('a reader of ranges', () => {
  it('gives any range as the whole plaintext has it', async () => {
    const lengths = fc.constantFrom(0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, plaintext.length)
    const place = fc.nat({ max: 2 ** 30 })
    await fc.assert(
      fc.asyncProperty(lengths, place, place, async (length, one, other) => {
        const whole = plaintext.subarray(0, length)
        const reader = await open(sourceOf(encryptWhole(whole)))
        expect(reader.length).toBe(length)
        const [start = 0, end = 0] = [one, other].map((at) => at % (length + 1)).sort((a, b) => a - b)
        const range = await rangeOf(reader, start, end)
        expect(Buffer.compare(range, whole.subarray(start, end))).toBe(0)
      }),
      { numRuns: 200 },
    )
  })

  it('gives ranges that begin and end beside every border', async () => {
    const reader = await open(sourceOf(sealed))
    const places = [0, 1, 2, 3, 4, 5].flatMap((chunk) => [-1, 0, 1].map((by) => chunk * CHUNK_BYTES + by))
    const borders = [...places, plaintext.length - 1, plaintext.length].filter((at) => at >= 0)
    for (const start of borders) {
      for (const end of borders.filter((at) => at >= start)) {
        const range = await rangeOf(reader, start, end)
        expect(Buffer.compare(range, plaintext.subarray(start, end))).toBe(0)
      }
    }
  })

  it('gives a long range in portions', async () => {
    const long = plaintextOf(3 * 2 ** 20 + 5)
    const reader = await open(sourceOf(encryptWhole(long)))
    const sizes: number[] = []
    for await (const part of reader.read(10)) sizes.push(part.length)
    expect(sizes).toEqual([2 ** 20 - 10, 2 ** 20, 2 ** 20, 5])
    expect(Buffer.compare(await rangeOf(reader), long)).toBe(0)
  })

  it('reads the chunks of the range, the beginning and the last chunk, and nothing else', async () => {
    const source = sourceOf(sealed)
    const reader = await open(source)
    await rangeOf(reader, 2 * CHUNK_BYTES - 1, 2 * CHUNK_BYTES + 1)
    const lastChunk = 1234 + 16
    expect(source.bytesRead).toBe(STREAM_PREFIX_BYTES + lastChunk + 2 * SEALED_CHUNK_BYTES)
  })

  it('opens no stream that was cut, lengthened or whose end is another’s, even if nobody reads there', async () => {
    const lastStart = sealed.length - 1234 - 16
    const alien = encryptWhole(plaintext)
    for (const changed of [
      sealed.subarray(0, lastStart),
      sealed.subarray(0, lastStart - 16_000),
      sealed.subarray(0, -1),
      sealed.subarray(0, STREAM_PREFIX_BYTES),
      sealed.subarray(0, 50),
      sealed.subarray(0, 0),
      Buffer.concat([sealed, Buffer.alloc(1)]),
      Buffer.concat([sealed, sealed.subarray(-SEALED_CHUNK_BYTES)]),
      Buffer.concat([sealed.subarray(0, lastStart), alien.subarray(lastStart)]),
    ]) {
      await expect(open(sourceOf(changed))).rejects.toThrow(DoesNotOpenError)
    }
  })

  it('gives nothing of a range in which something was changed', async () => {
    const changed = Buffer.from(sealed)
    const at = STREAM_PREFIX_BYTES + SEALED_CHUNK_BYTES + 5
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
    const reader = await open(sourceOf(changed))
    expect(await rangeOf(reader, 0, CHUNK_BYTES)).toHaveLength(CHUNK_BYTES)
    expect(await rangeOf(reader, 2 * CHUNK_BYTES)).toHaveLength(plaintext.length - 2 * CHUNK_BYTES)
    await expect(rangeOf(reader, 0, CHUNK_BYTES + 1)).rejects.toThrow(DoesNotOpenError)
    await expect(rangeOf(reader)).rejects.toThrow(DoesNotOpenError)
  })

  it('does not believe a source that gives too little', async () => {
    const source = sourceOf(sealed)
    const reader = await open(source)
    const short = { ...source, read: async (start: number, end: number) => sealed.subarray(start, end - 1) }
    await expect(open(short)).rejects.toThrow(DoesNotOpenError)
    source.read = short.read
    await expect(rangeOf(reader)).rejects.toThrow(DoesNotOpenError)
  })

  it('asks before each portion whether the key may still be used', async () => {
    const long = encryptWhole(plaintextOf(3 * 2 ** 20))
    let usable = true
    const check = () => {
      if (!usable) throw new Error('refused')
    }
    const reader = await open(sourceOf(long), check)
    const reading = reader.read()
    expect((await reading.next()).done).toBe(false)
    usable = false
    await expect(reading.next()).rejects.toThrow('refused')
    await expect(open(sourceOf(long), check)).rejects.toThrow('refused')
  })

  it('waits for a key that has to be proven again', async () => {
    let proven = true
    const check = () => {
      if (!proven) throw new Error('not proven')
    }
    const renew = async () => {
      proven = true
    }
    const reader = await StreamReader.open(
      () => ({ ...streamKey(check), renew }),
      streamContext,
      sourceOf(sealed),
    )
    proven = false
    expect(await rangeOf(reader, 0, 5)).toEqual(plaintext.subarray(0, 5))
  })

  it('refuses a range that is none', async () => {
    const reader = await open(sourceOf(sealed))
    for (const [start, end] of [
      [-1, 5],
      [5, 4],
      [0.5, 4],
      [0, plaintext.length + 1],
      [Number.NaN, 1],
    ]) {
      await expect(rangeOf(reader, start, end)).rejects.toThrow(TypeError)
    }
  })

  it('is of no use once wiped', async () => {
    const reader = await open(sourceOf(sealed))
    reader.wipe()
    await expect(rangeOf(reader)).rejects.toThrow('wiped')
  })
})

describe('the length of a plaintext', () => {
  it('is known from the length of its stream, and some lengths are of none', () => {
    for (const length of [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, 7 * CHUNK_BYTES + 3]) {
      expect(plaintextLength(encryptWhole(plaintextOf(length)).length)).toBe(length)
    }
    const chunks = STREAM_PREFIX_BYTES + 3 * SEALED_CHUNK_BYTES
    for (const none of [0, 93, 94, 109, chunks, chunks + 15, Number.NaN, 110.5, Number.POSITIVE_INFINITY]) {
      expect(() => plaintextLength(none), String(none)).toThrow(DoesNotOpenError)
    }
  })
})
