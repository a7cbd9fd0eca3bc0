import { requireBytes, u32 } from './encoding'
import { DoesNotOpenError } from './errors'
import { FIELD_OVERHEAD_BYTES } from './object-key'

const MAX_FIELDS = 256
const MAX_NAME_BYTES = 128
/** A serialised object is one buffer; larger data goes through a stream. */
const MAX_OBJECT_BYTES = 2 ** 30

/** Where a field's ciphertext lies, counted from the end of the directory. */
export interface DirectoryEntry {
  name: string
  start: number
  end: number
}

/**
 * The list of fields of a serialised object, and the fields in its order: count 2, then for each, by the bytes of its name, name length 2, name,
 * plaintext length 4. Throws TypeError for over 256 fields, a name of none or over 128 bytes, or over 1 GiB.
 */
export function encodeDirectory(fields: Readonly<Record<string, Uint8Array>>): {
  directory: Uint8Array
  sorted: [name: string, plaintext: Uint8Array][]
} {
  const entries = Object.entries(fields).map(([name, plaintext]) => {
    const nameBytes = Buffer.from(name, 'utf8')
    if (nameBytes.length === 0 || nameBytes.length > MAX_NAME_BYTES || nameBytes.toString() !== name) {
      throw new TypeError(`a field's name must be well-formed text of 1 to ${MAX_NAME_BYTES} bytes`)
    }
    requireBytes(plaintext, 'field')
    return { name, nameBytes, plaintext }
  })
  const total = entries.reduce((sum, { plaintext }) => sum + plaintext.length, 0)
  if (entries.length > MAX_FIELDS || total > MAX_OBJECT_BYTES) throw new TypeError('the object is too large')
  entries.sort((a, b) => Buffer.compare(a.nameBytes, b.nameBytes))
  const rows = entries.flatMap(({ nameBytes, plaintext }) => [
    u16(nameBytes.length),
    nameBytes,
    u32(plaintext.length),
  ])
  return {
    directory: Buffer.concat([u16(entries.length), ...rows]),
    sorted: entries.map(({ name, plaintext }) => [name, plaintext]),
  }
}

/**
 * Reads the directory in front of a serialised object's fields. It is authenticated only when the object key is
 * opened. Throws `DoesNotOpenError` unless the lengths add up to exactly these bytes.
 */
export function parseDirectory(bytes: Uint8Array): { directory: Uint8Array; entries: DirectoryEntry[] } {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  let at = 0
  const take = (length: number): Buffer => {
    if (at + length > buffer.length) throw new DoesNotOpenError()
    at += length
    return buffer.subarray(at - length, at)
  }
  const count = take(2).readUInt16BE()
  if (count > MAX_FIELDS) throw new DoesNotOpenError()
  const entries: DirectoryEntry[] = []
  let end = 0
  for (let index = 0; index < count; index++) {
    const nameLength = take(2).readUInt16BE()
    if (nameLength > MAX_NAME_BYTES) throw new DoesNotOpenError()
    const name = take(nameLength).toString('utf8')
    const start = end
    end += take(4).readUInt32BE() + FIELD_OVERHEAD_BYTES
    entries.push({ name, start, end })
  }
  if (end !== buffer.length - at) throw new DoesNotOpenError()
  return { directory: buffer.subarray(0, at), entries }
}

function u16(value: number): Uint8Array {
  return u32(value).subarray(2)
}
