import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { DataKey, DoesNotOpenError, StreamDecryptor, StreamEncryptor, StreamReader } from '@/lib/crypto'
import vectors from '../../vectors/latchkey-streams-v1.json'
import { streamKey, through } from './fixtures'

type Vector = Pick<(typeof vectors.streams)[number], 'dataKey' | 'context'>

const hex = (text: string) => Buffer.from(text, 'hex')
const keyOf = ({ dataKey }: Vector) => streamKey(undefined, new DataKey(hex(dataKey.bytes), dataKey.ids))

const decrypt = (vector: Vector, sealed: Uint8Array) =>
  through(new StreamDecryptor(keyOf(vector), vector.context), sealed)

async function readAll(vector: Vector, sealed: Uint8Array): Promise<Buffer> {
  const source = {
    length: sealed.length,
    read: async (from: number, to: number) => sealed.subarray(from, to),
  }
  const reader = await StreamReader.open(() => keyOf(vector), vector.context, source)
  const parts: Uint8Array[] = []
  for await (const part of reader.read()) parts.push(part)
  return Buffer.concat(parts)
}

const ciphertexts = new Map(vectors.streams.map(({ name, ciphertext }) => [name, hex(ciphertext)]))

function assembled(pieces: (typeof vectors.spoiled)[number]['pieces']): Buffer {
  return Buffer.concat(
    pieces.map((piece) =>
      piece.hex === undefined
        ? (ciphertexts.get(piece.of ?? '') ?? expect.unreachable()).subarray(piece.start, piece.end)
        : hex(piece.hex),
    ),
  )
}

describe('the frozen vectors of streams', () => {
  it('are enough, most of them negative', () => {
    expect(vectors.streams.length).toBeGreaterThanOrEqual(6)
    expect(vectors.spoiled.length).toBeGreaterThanOrEqual(40)
  })

  it.each(vectors.streams)('open and are made again: $comment', async (vector) => {
    const sealed = hex(vector.ciphertext)
    const plaintext = decrypt(vector, sealed)
    expect(plaintext).toHaveLength(vector.plaintextBytes)
    expect(createHash('sha512').update(plaintext).digest('hex')).toBe(vector.plaintextSha512)
    expect(Buffer.compare(await readAll(vector, sealed), plaintext)).toBe(0)
    const salt = (target: Uint8Array) => target.set(hex(vector.random))
    const again = through(new StreamEncryptor(keyOf(vector), vector.context, salt), plaintext)
    expect(Buffer.compare(again, sealed)).toBe(0)
  })

  it.each(vectors.spoiled)('do not open: $comment', async (vector) => {
    const sealed = assembled(vector.pieces)
    expect(() => decrypt(vector, sealed)).toThrow(DoesNotOpenError)
    await expect(readAll(vector, sealed)).rejects.toThrow(DoesNotOpenError)
  })
})
