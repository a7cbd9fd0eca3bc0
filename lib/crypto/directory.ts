import { isWellFormed, requireBytes } from './encoding'
import { DoesNotOpenError } from './errors'
import { FIELD_OVERHEAD_BYTES } from './object-key'

const MAX_FIELDS = 256
const MAX_NAME_BYTES = 128
const MAX_ENTRY_BYTES = 2 + MAX_NAME_BYTES + 4
/** A serialised object is one buffer; larger data goes through a stream. */
const MAX_OBJECT_BYTES = 2 ** 30

/** Where a field's ciphertext lies, counted from the end of the directory. */
export interface DirectoryEntry {
  name: string
  start: number
  end: number
}

/**
 * The list of fields of a serialised object, and the fields in its order: count 2, then for each, by the bytes of its
 * name, name length 2, name, plaintext length 4. Throws TypeError for over 256 fields, a name of none or over 128
 * bytes, or over 1 GiB.
 */
export function encodeDirectory(fields: Readonly<Record<string, Uint8Array>>): {
  directory: Uint8Array
  sorted: [name: string, plaintext: Uint8Array][]
  /** of all fields, overhead included */
  fieldBytes: number
} {
  const sorted = Object.entries(fields).sort(([a], [b]) => compareUtf8(a, b))
  if (sorted.length > MAX_FIELDS) throw tooLarge()
  const directory = Buffer.allocUnsafe(2 + sorted.length * MAX_ENTRY_BYTES)
  let at = directory.writeUInt16BE(sorted.length)
  let total = 0
  for (const [name, plaintext] of sorted) {
    requireBytes(plaintext, 'field')
    at = directory.writeUInt16BE(lengthOfName(name), at)
    at += directory.write(name, at)
    at = directory.writeUInt32BE(plaintext.length, at)
    total += plaintext.length
  }
  if (total > MAX_OBJECT_BYTES) throw tooLarge()
  return {
    directory: directory.subarray(0, at),
    sorted,
    fieldBytes: total + sorted.length * FIELD_OVERHEAD_BYTES,
  }
}

/**
 * Reads the directory that a serialised object has from `at` on. It is authenticated only when the object key is
 * opened. Throws `DoesNotOpenError` unless the lengths add up to exactly these bytes.
 */
export function parseDirectory(
  bytes: Uint8Array,
  at: number,
): { directory: Uint8Array; entries: DirectoryEntry[] } {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  let next = at + 2
  if (next > buffer.length) throw new DoesNotOpenError()
  const count = buffer.readUInt16BE(at)
  if (count > MAX_FIELDS) throw new DoesNotOpenError()
  const entries: DirectoryEntry[] = []
  let end = 0
  for (let index = 0; index < count; index++) {
    const nameAt = next + 2
    if (nameAt > buffer.length) throw new DoesNotOpenError()
    const lengthAt = nameAt + buffer.readUInt16BE(next)
    next = lengthAt + 4
    if (lengthAt - nameAt > MAX_NAME_BYTES || next > buffer.length) throw new DoesNotOpenError()
    const name = buffer.toString('utf8', nameAt, lengthAt)
    const start = end
    end += buffer.readUInt32BE(lengthAt) + FIELD_OVERHEAD_BYTES
    entries.push({ name, start, end })
  }
  if (end !== buffer.length - next) throw new DoesNotOpenError()
  return { directory: buffer.subarray(at, next), entries }
}

function lengthOfName(name: string): number {
  const length = Buffer.byteLength(name)
  if (length > 0 && length <= MAX_NAME_BYTES && isWellFormed(name)) return length
  throw new TypeError(`a field's name must be well-formed text of 1 to ${MAX_NAME_BYTES} bytes`)
}

/** The order of the texts' UTF-8 bytes. That of JavaScript's units differs from it for surrogates alone. */
function compareUtf8(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const [one, two] = [rankOf(a.charCodeAt(i)), rankOf(b.charCodeAt(i))]
    if (one !== two) return one - two
  }
  return a.length - b.length
}

/** Surrogates stand for code points above all others. */
function rankOf(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x1_0000 : unit
}

function tooLarge(): TypeError {
  return new TypeError('the object is too large')
}
