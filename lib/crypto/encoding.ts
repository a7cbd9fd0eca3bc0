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
  const lengths = parts.map(byteLength)
  const bytes = Buffer.allocUnsafeSlow(lengths.reduce((sum, length) => sum + 2 + length, 0))
  let at = 0
  parts.forEach((part, index) => {
    at = bytes.writeUInt16BE(lengths[index] ?? 0, at)
    if (typeof part === 'string') at += bytes.write(part, at, 'utf8')
    else {
      bytes.set(part, at)
      at += part.length
    }
  })
  return bytes
}

export const isWellFormed = (text: string): boolean => !LONE_SURROGATE.test(text)

function byteLength(part: Part): number {
  if (typeof part === 'string' && !isWellFormed(part)) throw new TypeError('text is not well-formed')
  if (typeof part !== 'string') requireBytes(part, 'part')
  const length = typeof part === 'string' ? Buffer.byteLength(part, 'utf8') : part.length
  if (length > MAX_PART_BYTES) throw new TypeError(`a part has over ${MAX_PART_BYTES} bytes`)
  return length
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
