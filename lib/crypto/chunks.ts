import { TAG_BYTES } from './aes-gcm'
import { CHUNK_BYTES, type MessageKey, SEALED_CHUNK_BYTES } from './cobblestone'
import type { Bytes } from './encoding'

/** Seals the chunks of one message, however its plaintext arrives; whole chunks leave at once. */
export class ChunkSealer {
  readonly #key: MessageKey
  readonly #cutter = new Cutter(CHUNK_BYTES)
  #index = 0

  constructor(key: MessageKey) {
    this.#key = key
  }

  update(plaintext: Uint8Array): Bytes {
    const out = Buffer.allocUnsafeSlow(this.#cutter.wholeWith(plaintext) * SEALED_CHUNK_BYTES)
    let at = 0
    this.#cutter.cut(plaintext, (chunk) => {
      this.#key.sealChunk(this.#index++, chunk, out, at)
      at += SEALED_CHUNK_BYTES
    })
    return out
  }

  /** The last chunk, shorter than the others, which is how a reader knows that it is the last. */
  final(): Bytes {
    const { rest } = this.#cutter
    const out = Buffer.allocUnsafeSlow(rest.length + TAG_BYTES)
    this.#key.sealChunk(this.#index++, rest, out, 0)
    return out
  }

  wipe(): void {
    this.#cutter.wipe()
  }
}

/** Opens the chunks of one message, however its ciphertext arrives. Throws `DoesNotOpenError`. */
export class ChunkOpener {
  readonly #key: MessageKey
  readonly #cutter = new Cutter(SEALED_CHUNK_BYTES)
  #index = 0

  constructor(key: MessageKey) {
    this.#key = key
  }

  update(sealed: Uint8Array): Bytes {
    const out = Buffer.allocUnsafeSlow(this.#cutter.wholeWith(sealed) * CHUNK_BYTES)
    let at = 0
    this.#cutter.cut(sealed, (chunk) => {
      out.set(this.#key.openChunk(this.#index++, chunk), at)
      at += CHUNK_BYTES
    })
    return out
  }

  /** The last chunk. When the message was cut between two, nothing is left here, and that has no tag. */
  final(): Uint8Array {
    return this.#key.openChunk(this.#index++, this.#cutter.rest)
  }

  wipe(): void {
    this.#cutter.wipe()
  }
}

/** Cuts bytes that arrive in any portions into pieces of one size, and keeps what is left over. */
class Cutter {
  readonly #left: Bytes
  #leftBytes = 0

  constructor(readonly pieceBytes: number) {
    this.#left = Buffer.allocUnsafeSlow(pieceBytes)
  }

  /** How many whole pieces there are once these bytes have arrived. */
  wholeWith(bytes: Uint8Array): number {
    return Math.floor((this.#leftBytes + bytes.length) / this.pieceBytes)
  }

  /** Hands over each whole piece; it is to be used within the call, since its memory is used again. */
  cut(bytes: Uint8Array, use: (piece: Uint8Array) => void): void {
    let at = 0
    if (this.#leftBytes > 0) {
      at = this.#keep(bytes.subarray(0, this.pieceBytes - this.#leftBytes))
      if (this.#leftBytes < this.pieceBytes) return
      use(this.#left)
      this.#leftBytes = 0
    }
    for (; bytes.length - at >= this.pieceBytes; at += this.pieceBytes) {
      use(bytes.subarray(at, at + this.pieceBytes))
    }
    this.#keep(bytes.subarray(at))
  }

  /** What is left over: always less than a piece. */
  get rest(): Uint8Array {
    return this.#left.subarray(0, this.#leftBytes)
  }

  wipe(): void {
    this.#left.fill(0)
    this.#leftBytes = 0
  }

  #keep(bytes: Uint8Array): number {
    this.#left.set(bytes, this.#leftBytes)
    this.#leftBytes += bytes.length
    return bytes.length
  }
}
