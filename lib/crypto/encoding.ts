import { timingSafeEqual } from 'node:crypto'

/** One part of an encoded list: text is encoded as UTF-8, bytes are taken as they are. */
export type Part = string | Uint8Array

/** Bytes that this module made: never shared memory, so that they can be stored and sent. */
export type Bytes = Uint8Array<ArrayBuffer>

const MAX_PART_BYTES = 0xffff
/** A lone surrogate would become U+FFFD in UTF-8, and two different texts would encode alike. */
const LONE_SURROGATE = /\p{Surrogate}/u

/** A number as four bytes, big-endian. Throws TypeError unless it is an integer of 0 to 2^32 - 1. */
export function u32(value: number): Bytes {
  if (!Number.isInteger(value) || value < 0 || value > 0xffff_ffff) {
    throw new TypeError('expected an integer of 32 bits')
  }
  const bytes = Buffer.allocUnsafeSlow(4)
  bytes.writeUInt32BE(value)
  return bytes
}

/**
 * A list of parts as bytes, each behind its length (two bytes, big-endian), so that no two lists encode alike.
 * Throws TypeError for a part over 65,535 bytes or a text that is not well-formed Unicode.
 */
export function lengthPrefixed(parts: readonly Part[]): Bytes {
  const list = new PartList()
  for (const part of parts) list.add(part)
  return list.copy()
}

const ROOM_BYTES = 1024
/** UTF-8 has at most three bytes for each unit of a JavaScript text. */
const BYTES_PER_UNIT = 3
const SHORT_TEXT = 64
const NOTHING = new Uint8Array(0)

/** A list of parts while it is being written. One that is begun again and again saves an allocation for each AAD. */
export class PartList {
  #bytes = Buffer.allocUnsafeSlow(ROOM_BYTES)
  #length = 0
  /** of these bytes */
  #view: Uint8Array = NOTHING
  #prefix: Uint8Array = NOTHING

  /** Starts over, behind these bytes, which must never change. */
  begin(prefix: Uint8Array): void {
    if (this.#bytes.length > ROOM_BYTES) this.#replace(Buffer.allocUnsafeSlow(ROOM_BYTES))
    // With the key at work still the same, its prefix stands there already.
    if (this.#prefix !== prefix) {
      this.#length = 0
      this.#makeRoom(prefix.length)
      this.#bytes.set(prefix)
      this.#prefix = prefix
    }
    this.#length = prefix.length
  }

  /** Adds a part behind its length. @returns that length. Throws TypeError, see `lengthPrefixed` */
  add(part: Part): number {
    if (typeof part !== 'string') requireBytes(part, 'part')
    if (part.length > MAX_PART_BYTES) throw partTooLong()
    const start = this.#length + 2
    this.#makeRoom(2 + part.length * BYTES_PER_UNIT)
    const length = this.#write(part, start)
    if (length > MAX_PART_BYTES) throw partTooLong()
    this.#bytes[start - 2] = length >> 8
    this.#bytes[start - 1] = length & 0xff
    this.#length = start + length
    return length
  }

  /** Adds a number as a part of four bytes. */
  addU32(value: number): void {
    this.putU16(4)
    this.putU32(value)
  }

  /** Puts a number as it is, without a length. */
  putU16(value: number): void {
    this.#makeRoom(2)
    this.#length = this.#bytes.writeUInt16BE(value, this.#length)
  }

  putU32(value: number): void {
    this.#makeRoom(4)
    this.#length = this.#bytes.writeUInt32BE(value, this.#length)
  }

  /** What was written, until the list is begun again. */
  view(): Uint8Array {
    // Contexts of one kind are mostly of one length, and a new view costs as much as writing a part.
    if (this.#view.length !== this.#length) this.#view = this.#bytes.subarray(0, this.#length)
    return this.#view
  }

  copy(): Bytes {
    const copy = Buffer.allocUnsafeSlow(this.#length)
    copy.set(this.view())
    return copy
  }

  #write(part: Part, at: number): number {
    if (typeof part === 'string') return this.#writeText(part, at)
    this.#bytes.set(part, at)
    return part.length
  }

  /** Ids and names are short and ASCII: those are written here, which costs half of a call into Node.js. */
  #writeText(text: string, at: number): number {
    if (text.length > SHORT_TEXT) return this.#writeUnicode(text, at)
    const bytes = this.#bytes
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i)
      if (unit > 0x7f) return this.#writeUnicode(text, at)
      bytes[at + i] = unit
    }
    return text.length
  }

  #writeUnicode(text: string, at: number): number {
    if (LONE_SURROGATE.test(text)) throw new TypeError('text is not well-formed')
    return this.#bytes.write(text, at)
  }

  #makeRoom(more: number): void {
    const needed = this.#length + more
    if (needed <= this.#bytes.length) return
    const larger = Buffer.allocUnsafeSlow(2 * needed)
    larger.set(this.view())
    this.#replace(larger)
  }

  #replace(bytes: Buffer<ArrayBuffer>): void {
    this.#bytes = bytes
    this.#view = NOTHING
    this.#prefix = NOTHING
  }
}

function partTooLong(): TypeError {
  return new TypeError(`a part has over ${MAX_PART_BYTES} bytes`)
}

/** Fills the target from the source, from `at` on. For a few bytes: a view of them would cost more than this loop. */
export function fillFrom(target: Uint8Array, source: Uint8Array, at: number): void {
  for (let i = 0; i < target.length; i++) target[i] = source[at + i] ?? 0
}

/** Throws TypeError unless the value is bytes, of that length if one is given. */
export function requireBytes(value: unknown, name: string, length?: number): asserts value is Uint8Array {
  if (!(value instanceof Uint8Array)) throw new TypeError(`${name} must be bytes`)
  if (length !== undefined && value.length !== length)
    throw new TypeError(`${name} must have ${length} bytes`)
}

/** Whether two byte strings are equal, in a time that depends on their lengths only. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}
