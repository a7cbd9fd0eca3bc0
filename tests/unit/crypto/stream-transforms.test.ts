import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { describe, expect, it } from 'vitest'
import {
  DecryptTransform,
  DoesNotOpenError,
  EncryptTransform,
  encryptValue,
  type StreamKey,
} from '@/lib/crypto'
import { CHUNK_BYTES } from '@/lib/crypto/cobblestone'
import {
  decryptWhole,
  encryptWhole,
  plaintextOf,
  portions,
  streamContext,
  streamKey,
  testDataKey,
} from './fixtures'

/** Collects what arrives, and remembers whether it ended like something whole. */
class Target extends Writable {
  readonly parts: Buffer[] = []
  ended = false

  override _write(part: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.parts.push(part)
    done()
  }

  override _final(done: () => void): void {
    this.ended = true
    done()
  }

  get bytes(): Buffer {
    return Buffer.concat(this.parts)
  }
}

const plaintext = plaintextOf(5 * CHUNK_BYTES + 3)
const sealed = encryptWhole(plaintext)
const sourceOf = (bytes: Uint8Array, size: number) =>
  Readable.from(portions(bytes, size), { objectMode: false })
const decrypting = (key: StreamKey | Promise<StreamKey> = streamKey()) =>
  new DecryptTransform(() => key, streamContext)

describe('streams in a pipeline', () => {
  it.each([1, 37, 38, 39, CHUNK_BYTES - 1, 65_536])('come back, in portions of %i', async (size) => {
    const target = new Target()
    await pipeline(
      sourceOf(plaintext, Math.max(size, 7)),
      new EncryptTransform(streamKey(), streamContext),
      decrypting(Promise.resolve(streamKey())),
      target,
    )
    expect(Buffer.compare(target.bytes, plaintext)).toBe(0)
    const again = new Target()
    await pipeline(sourceOf(sealed, size), decrypting(), again)
    expect(Buffer.compare(again.bytes, plaintext)).toBe(0)
  })

  it('are whole when they are empty', async () => {
    const target = new Target()
    await pipeline(Readable.from([]), new EncryptTransform(streamKey(), streamContext), target)
    expect(decryptWhole(target.bytes)).toHaveLength(0)
  })

  it.each([
    ['in a chunk', sealed.subarray(0, -5)],
    ['between two chunks', sealed.subarray(0, 94 + 2 * (CHUNK_BYTES + 16))],
    ['in the commitment', sealed.subarray(0, 90)],
    ['in the header', sealed.subarray(0, 20)],
    ['before the header', sealed.subarray(0, 0)],
  ])('never end like whole ones when they were cut %s', async (_, cut) => {
    const target = new Target()
    await expect(pipeline(sourceOf(cut, 1000), decrypting(), target)).rejects.toThrow(DoesNotOpenError)
    expect(target.ended).toBe(false)
    expect(target.destroyed).toBe(true)
  })

  it('ask for no key when it is no stream', async () => {
    const value = encryptValue(testDataKey(), streamContext, plaintext)
    const asking = new DecryptTransform(() => expect.unreachable(), streamContext)
    await expect(pipeline(sourceOf(value, 1000), asking, new Target())).rejects.toThrow(DoesNotOpenError)
  })

  it('fail as the search for their key fails', async () => {
    const target = new Target()
    const refused = decrypting(Promise.reject(new Error('no such key')))
    await expect(pipeline(sourceOf(sealed, 1000), refused, target)).rejects.toThrow('no such key')
    expect(target.ended).toBe(false)
  })

  it('are aborted when their key may not be used any more', async () => {
    let checks = 0
    const check = () => {
      checks += 1
      if (checks > 40) throw new Error('denied')
    }
    for (const [source, transform] of [
      [sourceOf(sealed, 1000), decrypting(streamKey(check))],
      [sourceOf(plaintext, 1000), new EncryptTransform(streamKey(check), streamContext)],
    ] as const) {
      checks = 0
      const target = new Target()
      await expect(pipeline(source, transform, target)).rejects.toThrow('denied')
      expect(target.ended).toBe(false)
      expect(target.bytes.length).toBeLessThan(plaintext.length)
    }
  })

  it('wait for a key that has to be proven again, and fail as that fails', async () => {
    let proven = true
    let renew = async () => {
      proven = true
    }
    const check = () => {
      if (!proven) throw new Error('not proven')
    }
    const key = { ...streamKey(check), renew: () => renew() }
    function* source() {
      for (const [index, portion] of [...portions(sealed, 1000)].entries()) {
        if (index === 30) proven = false
        yield portion
      }
    }
    const target = new Target()
    await pipeline(Readable.from(source(), { objectMode: false }), decrypting(key), target)
    expect(Buffer.compare(target.bytes, plaintext)).toBe(0)
    renew = () => Promise.reject(new Error('denied'))
    const failing = pipeline(Readable.from(source(), { objectMode: false }), decrypting(key), new Target())
    await expect(failing).rejects.toThrow('denied')
  })

  it('may be destroyed while the key is being looked for', async () => {
    let found: (key: StreamKey) => void = () => undefined
    const transform = decrypting(new Promise((resolve) => (found = resolve)))
    transform.write(sealed)
    transform.destroy()
    found(streamKey(() => expect.unreachable()))
    await new Promise((resolve) => setImmediate(resolve))
    expect(transform.destroyed).toBe(true)
    expect(transform.read()).toBeNull()
  })
})
