import { Transform, type TransformCallback } from 'node:stream'
import type { ValueContext } from './context'
import { DoesNotOpenError } from './errors'
import { HEADER_BYTES, type Header } from './header'
import {
  parseStreamHeader,
  type StreamCipher,
  StreamDecryptor,
  StreamEncryptor,
  type StreamKey,
  whenUsable,
} from './stream'

/** Finds the key that a stream names in its header. */
export type StreamKeySource = (header: Header) => StreamKey | Promise<StreamKey>

class CipherTransform extends Transform {
  constructor(protected cipher: StreamCipher | null) {
    super()
  }

  override _transform(bytes: Uint8Array, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#give((cipher) => cipher.update(bytes), done)
  }

  override _flush(done: TransformCallback): void {
    this.#give((cipher) => cipher.final(), done)
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.cipher?.destroy()
    done(error)
  }

  #give(work: (cipher: StreamCipher) => Uint8Array, done: TransformCallback): void {
    const { cipher } = this
    if (!cipher) {
      done(new DoesNotOpenError()) // it ended within its header
      return
    }
    const waiting = whenUsable(cipher.key)
    if (waiting) waiting.then(() => this.#giveNow(() => work(cipher), done), done)
    else this.#giveNow(() => work(cipher), done)
  }

  #giveNow(work: () => Uint8Array, done: TransformCallback): void {
    let ready: Uint8Array
    try {
      ready = work()
    } catch (error) {
      done(error as Error)
      return
    }
    done(null, ready)
  }
}

/**
 * Plaintext in, stream out, for `pipeline` of node:stream. Whatever goes wrong destroys it with that error, and
 * `pipeline` then destroys the target too: what was cut short never ends like what is whole.
 */
export class EncryptTransform extends CipherTransform {
  constructor(key: StreamKey, context: ValueContext) {
    super(new StreamEncryptor(key, context))
  }
}

/** Stream in, plaintext out, as with `EncryptTransform`. The key is asked for once the header has arrived. */
export class DecryptTransform extends CipherTransform {
  readonly #keyFor: StreamKeySource
  readonly #context: ValueContext
  #head: Uint8Array = new Uint8Array(0)

  constructor(keyFor: StreamKeySource, context: ValueContext) {
    super(null)
    this.#keyFor = keyFor
    this.#context = context
  }

  override _transform(bytes: Uint8Array, encoding: BufferEncoding, done: TransformCallback): void {
    if (this.cipher) {
      super._transform(bytes, encoding, done)
      return
    }
    this.#head = Buffer.concat([this.#head, bytes])
    if (this.#head.length < HEADER_BYTES) done()
    else this.#begin().then(() => super._transform(this.#head, encoding, done), done)
  }

  async #begin(): Promise<void> {
    const key = await this.#keyFor(parseStreamHeader(this.#head))
    if (!this.destroyed) this.cipher = new StreamDecryptor(key, this.#context)
  }
}
