import { ChunkOpener, ChunkSealer } from './chunks'
import { MessageKey, PREFIX_BYTES, SALT_BYTES } from './cobblestone'
import { encodeContext, refuseForeignKey, requireOwnKey, type ValueContext } from './context'
import { type DataKey, secretsOf } from './data-key'
import { type Bytes, equalBytes, requireBytes } from './encoding'
import { DoesNotOpenError, KeyWipedError } from './errors'
import { HEADER_BYTES, type Header, parseHeader, SUITES } from './header'
import { pooledRandom, type RandomSource } from './random'

/** header 38 | salt 24 | commitment 32: what a stream begins with. */
export const STREAM_PREFIX_BYTES = HEADER_BYTES + PREFIX_BYTES

/**
 * The data key of a stream, and a question that is asked before anything is encrypted and again before anything is
 * released: it throws when the key may not be used any more. The stream works with a key of its own, derived at its
 * beginning, so that wiping the data key does not end it: `check` does.
 */
export interface StreamKey {
  key: DataKey
  check(): void
}

/** One stream in one direction: bytes in, bytes out, synchronously. It ends with `final`, an error or `destroy`. */
export abstract class StreamCipher {
  readonly #check: () => void
  #ended: unknown

  protected constructor(check: () => void) {
    this.#check = check
  }

  /** Takes the next bytes, in any portions; gives out what is ready. What it throws it throws at every later call. */
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
      this.#check()
      const result = work()
      this.#check()
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
  readonly #key: MessageKey
  readonly #chunks: ChunkSealer
  #prefix: Uint8Array

  /** `random` comes from elsewhere for the frozen vectors only. */
  constructor({ key, check }: StreamKey, context: ValueContext, random: RandomSource = pooledRandom) {
    requireOwnKey(key, context)
    super(check)
    const { inputKey, header } = secretsOf(key).stream
    const salt = new Uint8Array(SALT_BYTES)
    random(salt)
    this.#key = new MessageKey(inputKey, salt, messageContext(header, context))
    this.#chunks = new ChunkSealer(this.#key)
    this.#prefix = Buffer.concat([header, this.#key.prefix])
  }

  protected override take(plaintext: Uint8Array): Uint8Array {
    return this.#behindPrefix(this.#chunks.update(plaintext))
  }

  protected override finish(): Uint8Array {
    return this.#behindPrefix(this.#chunks.final())
  }

  protected override wipe(): void {
    this.#key.wipe()
    this.#chunks.wipe()
  }

  #behindPrefix(sealed: Uint8Array): Uint8Array {
    if (this.#prefix.length === 0) return sealed
    const both = Buffer.concat([this.#prefix, sealed])
    this.#prefix = new Uint8Array(0)
    return both
  }
}

/**
 * Decrypts one stream. Plaintext leaves it in whole chunks whose tags were checked, and is all there is only once
 * `final` was called. Throws `DoesNotOpenError`, and what `check` throws.
 */
export class StreamDecryptor extends StreamCipher {
  readonly #dataKey: DataKey
  readonly #context: ValueContext
  #prefix: Bytes = Buffer.alloc(0)
  #key: MessageKey | null = null
  #chunks: ChunkOpener | null = null

  constructor({ key, check }: StreamKey, context: ValueContext) {
    super(check)
    this.#dataKey = key
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
    this.#key?.wipe()
    this.#chunks?.wipe()
  }

  #begin(sealed: Uint8Array): Uint8Array {
    const missing = STREAM_PREFIX_BYTES - this.#prefix.length
    this.#prefix = Buffer.concat([this.#prefix, sealed.subarray(0, missing)])
    if (this.#prefix.length < STREAM_PREFIX_BYTES) return new Uint8Array(0)
    this.#key = openMessageKey(this.#dataKey, this.#context, this.#prefix)
    this.#chunks = new ChunkOpener(this.#key)
    return this.#chunks.update(sealed.subarray(missing))
  }
}

/** What a stream names in its first 38 bytes. Throws `DoesNotOpenError` for anything that is no stream. */
export function parseStreamHeader(bytes: Uint8Array): Header {
  const header = parseHeader(bytes)
  if (header.suite !== SUITES.stream) throw new DoesNotOpenError()
  return header
}

/** The key of the stream that begins with this prefix (94 bytes). Throws `DoesNotOpenError`. */
export function openMessageKey(key: DataKey, context: ValueContext, prefix: Uint8Array): MessageKey {
  refuseForeignKey(key, context)
  const { inputKey, header } = secretsOf(key).stream
  if (!equalBytes(prefix.subarray(0, HEADER_BYTES), header)) throw new DoesNotOpenError()
  return MessageKey.opening(inputKey, prefix.subarray(HEADER_BYTES), messageContext(header, context))
}

function messageContext(header: Uint8Array, context: ValueContext): Uint8Array {
  return Buffer.concat([header, encodeContext('stream', context, context.field)])
}
