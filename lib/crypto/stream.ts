import { ChunkOpener, ChunkSealer } from './chunks'
import { MessageKey, PREFIX_BYTES, SALT_BYTES } from './cobblestone'
import { encodeContext, refuseForeignKey, requireOwnKey, type ValueContext } from './context'
import { type DataKey, secretsOf } from './data-key'
import { requireBytes } from './encoding'
import { DoesNotOpenError, KeyWipedError } from './errors'
import { HEADER_BYTES, type Header, hasHeader, parseHeader, SUITES } from './header'
import { pooledRandom, type RandomSource } from './random'

/** header 38 | salt 24 | commitment 32: what a stream begins with. */
export const STREAM_PREFIX_BYTES = HEADER_BYTES + PREFIX_BYTES

/**
 * The data key of a stream, and whether it may still be used. A stream works with a key of its own, derived at its
 * beginning, so that wiping the data key does not end it: `check` does.
 */
export interface StreamKey {
  readonly key: DataKey
  /** Asked before anything is encrypted or decrypted, and again before it is released; throws when it may not be. */
  check(): void
  /** Asked where a stream can wait, after `check` threw: resolves when the key may be used again, or throws why not. */
  renew?(): Promise<void>
}

/** Nothing when the key may be used now, else a promise of that: so that nobody waits without need. */
export function whenUsable(key: StreamKey): Promise<void> | undefined {
  try {
    key.check()
    return undefined
  } catch (error) {
    return key.renew ? key.renew() : Promise.reject(error)
  }
}

/** One stream in one direction: bytes in, bytes out, synchronously. It ends with `final`, an error or `destroy`. */
export abstract class StreamCipher {
  #ended: unknown

  protected constructor(readonly key: StreamKey) {}

  /** Takes the next bytes, in any portions; gives out what is ready. What it throws, it throws ever after. */
  update(bytes: Uint8Array): Uint8Array {
    return this.#run(() => {
      requireBytes(bytes, 'bytes')
      return this.take(bytes)
    })
  }

  /** Nothing more comes: gives out the rest. Only then is the stream whole. */
  final(): Uint8Array {
    const rest = this.#run(() => this.finish())
    this.#end(new TypeError('the stream has ended'))
    return rest
  }

  /** Wipes the stream's key and what is buffered. Safe to call twice. */
  destroy(): void {
    this.#end(new KeyWipedError())
  }

  protected abstract take(bytes: Uint8Array): Uint8Array
  protected abstract finish(): Uint8Array
  protected abstract wipe(): void

  #run(work: () => Uint8Array): Uint8Array {
    if (this.#ended !== undefined) throw this.#ended
    try {
      this.key.check()
      const result = work()
      this.key.check()
      return result
    } catch (error) {
      this.#end(error)
      throw error
    }
  }

  #end(because: unknown): void {
    if (this.#ended !== undefined) return
    this.#ended = because
    this.wipe()
  }
}

/** Encrypts one stream, bound to its context. Throws TypeError on misuse, `KeyWipedError`, and what `check` throws. */
export class StreamEncryptor extends StreamCipher {
  readonly #messageKey: MessageKey
  readonly #chunks: ChunkSealer
  #prefix: Uint8Array | null

  /** `random` comes from elsewhere for the frozen vectors only. */
  constructor(key: StreamKey, context: ValueContext, random: RandomSource = pooledRandom) {
    super(key)
    requireOwnKey(key.key, context)
    const { inputKey, header, prefix } = secretsOf(key.key).stream
    const salt = new Uint8Array(SALT_BYTES)
    random(salt)
    this.#messageKey = new MessageKey(inputKey, salt, encodeContext(prefix, context, context.field))
    this.#chunks = new ChunkSealer(this.#messageKey)
    this.#prefix = Buffer.concat([header, this.#messageKey.prefix])
  }

  protected override take(plaintext: Uint8Array): Uint8Array {
    return this.#behindPrefix(this.#chunks.update(plaintext))
  }

  protected override finish(): Uint8Array {
    return this.#behindPrefix(this.#chunks.final())
  }

  protected override wipe(): void {
    this.#messageKey.wipe()
    this.#chunks.wipe()
  }

  #behindPrefix(sealed: Uint8Array): Uint8Array {
    if (this.#prefix === null) return sealed
    const both = Buffer.concat([this.#prefix, sealed])
    this.#prefix = null
    return both
  }
}

/**
 * Decrypts one stream. Plaintext leaves it in whole chunks whose tags were checked, and is all there is only once
 * `final` was called. Throws `DoesNotOpenError`, and what `check` throws.
 */
export class StreamDecryptor extends StreamCipher {
  readonly #context: ValueContext
  #prefix: Uint8Array = new Uint8Array(0)
  #messageKey: MessageKey | null = null
  #chunks: ChunkOpener | null = null

  constructor(key: StreamKey, context: ValueContext) {
    super(key)
    this.#context = context
  }

  protected override take(sealed: Uint8Array): Uint8Array {
    return this.#chunks ? this.#chunks.update(sealed) : this.#begin(sealed)
  }

  protected override finish(): Uint8Array {
    if (!this.#chunks) throw new DoesNotOpenError()
    return this.#chunks.final()
  }

  protected override wipe(): void {
    this.#messageKey?.wipe()
    this.#chunks?.wipe()
  }

  #begin(sealed: Uint8Array): Uint8Array {
    const missing = STREAM_PREFIX_BYTES - this.#prefix.length
    this.#prefix = Buffer.concat([this.#prefix, sealed.subarray(0, missing)])
    if (this.#prefix.length < STREAM_PREFIX_BYTES) return new Uint8Array(0)
    this.#messageKey = openMessageKey(this.key.key, this.#context, this.#prefix)
    this.#chunks = new ChunkOpener(this.#messageKey)
    return this.#chunks.update(sealed.subarray(missing))
  }
}

/** What a stream names in its first 38 bytes. Throws `DoesNotOpenError` for anything that is no stream. */
export function parseStreamHeader(bytes: Uint8Array): Header {
  const header = parseHeader(bytes)
  if (header.suite !== SUITES.stream) throw new DoesNotOpenError()
  return header
}

/** The key of the stream that begins with these 94 bytes. Throws `DoesNotOpenError`. */
export function openMessageKey(key: DataKey, context: ValueContext, beginning: Uint8Array): MessageKey {
  refuseForeignKey(key, context)
  const { inputKey, header, prefix } = secretsOf(key).stream
  if (!hasHeader(beginning, header)) throw new DoesNotOpenError()
  const message = beginning.subarray(HEADER_BYTES)
  return MessageKey.opening(inputKey, message, encodeContext(prefix, context, context.field))
}
