import { TAG_BYTES } from './aes-gcm'
import { CHUNK_BYTES, type MessageKey, SEALED_CHUNK_BYTES } from './cobblestone'
import type { ValueContext } from './context'
import { DoesNotOpenError } from './errors'
import { openMessageKey, parseStreamHeader, STREAM_PREFIX_BYTES, type StreamKey, whenUsable } from './stream'
import type { StreamKeySource } from './stream-transforms'

/** Read and opened at a time: 1 MiB of plaintext. */
const CHUNKS_PER_READ = 64

/** A stream at rest: how many bytes it has, and a way to read those from `start` to before `end`. */
export interface StreamSource {
  length: number
  read(start: number, end: number): Promise<Uint8Array>
}

/**
 * Reads ranges of a stream's plaintext without the rest of it. The last chunk is opened at the beginning, so that
 * `length` is authenticated. Call `wipe` when done.
 */
export class StreamReader {
  readonly #source: StreamSource
  readonly #messageKey: MessageKey

  private constructor(
    readonly key: StreamKey,
    source: StreamSource,
    messageKey: MessageKey,
    /** Bytes of the whole plaintext. */
    readonly length: number,
  ) {
    this.#source = source
    this.#messageKey = messageKey
  }

  /** Throws `DoesNotOpenError`, and what source, `keyFor` and key throw. */
  static async open(
    keyFor: StreamKeySource,
    context: ValueContext,
    source: StreamSource,
  ): Promise<StreamReader> {
    const length = plaintextLength(source.length)
    const last = Math.floor(length / CHUNK_BYTES)
    const [prefix, sealed] = await Promise.all([
      readExactly(source, 0, STREAM_PREFIX_BYTES),
      readExactly(source, startOf(last), source.length),
    ])
    const key = await keyFor(parseStreamHeader(prefix))
    await whenUsable(key)
    const messageKey = openMessageKey(key.key, context, prefix)
    try {
      messageKey.openChunk(last, sealed).fill(0)
    } catch (error) {
      messageKey.wipe()
      throw error
    }
    return new StreamReader(key, source, messageKey, length)
  }

  /**
   * The plaintext from `start` to before `end`, in portions of at most 1 MiB. Throws TypeError for a range that is not
   * within the plaintext, `DoesNotOpenError`, and what source and key throw.
   */
  read(start = 0, end = this.length): AsyncGenerator<Uint8Array, void, undefined> {
    const valid = Number.isInteger(start) && Number.isInteger(end) && 0 <= start && start <= end
    if (!valid || end > this.length) throw new TypeError('not a range of the plaintext')
    return this.#portions(start, end)
  }

  wipe(): void {
    this.#messageKey.wipe()
  }

  async *#portions(start: number, end: number): AsyncGenerator<Uint8Array, void, undefined> {
    for (let at = start; at < end; ) {
      const first = Math.floor(at / CHUNK_BYTES)
      const until = Math.min(end, (first + CHUNKS_PER_READ) * CHUNK_BYTES)
      yield await this.#portion(first, at, until)
      at = until
    }
  }

  /** The plaintext from `start`, which lies in chunk `first`, to before `end`. */
  async #portion(first: number, start: number, end: number): Promise<Uint8Array> {
    const behind = Math.ceil(end / CHUNK_BYTES)
    const sealedEnd = Math.min(startOf(behind), this.#source.length)
    const sealed = await readExactly(this.#source, startOf(first), sealedEnd)
    await whenUsable(this.key)
    const out = Buffer.allocUnsafeSlow(end - start)
    for (let index = first; index < behind; index++) {
      const at = (index - first) * SEALED_CHUNK_BYTES
      const chunk = this.#messageKey.openChunk(index, sealed.subarray(at, at + SEALED_CHUNK_BYTES))
      const chunkStart = index * CHUNK_BYTES
      const from = Math.max(start, chunkStart)
      out.set(chunk.subarray(from - chunkStart, end - chunkStart), from - start)
    }
    this.key.check()
    return out
  }
}

/**
 * Bytes of plaintext in a stream of so many bytes; nothing is authenticated by that. Throws `DoesNotOpenError` for a
 * length that no stream has.
 */
export function plaintextLength(streamLength: number): number {
  const chunks = streamLength - STREAM_PREFIX_BYTES
  const last = chunks % SEALED_CHUNK_BYTES
  if (!Number.isSafeInteger(chunks) || chunks < 0 || last < TAG_BYTES) throw new DoesNotOpenError()
  return Math.floor(chunks / SEALED_CHUNK_BYTES) * CHUNK_BYTES + last - TAG_BYTES
}

/** Where in a stream a chunk begins. */
function startOf(chunk: number): number {
  return STREAM_PREFIX_BYTES + chunk * SEALED_CHUNK_BYTES
}

/** A source that gives less or more than it was asked for is not what was written. */
async function readExactly(source: StreamSource, start: number, end: number): Promise<Uint8Array> {
  const bytes = await source.read(start, end)
  if (bytes.length !== end - start) throw new DoesNotOpenError()
  return bytes
}
