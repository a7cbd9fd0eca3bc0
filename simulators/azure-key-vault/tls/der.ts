/** The few forms of DER (ITU-T X.690) that a certificate is made of. */

const element = (tag: number, ...contents: Uint8Array[]): Buffer => {
  const content = Buffer.concat(contents)
  return Buffer.concat([Buffer.of(tag), lengthOf(content.length), content])
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.of(length)
  return length < 0x100 ? Buffer.of(0x81, length) : Buffer.of(0x82, length >> 8, length & 0xff)
}

export const sequence = (...items: Uint8Array[]): Buffer => element(0x30, ...items)
export const set = (...items: Uint8Array[]): Buffer => element(0x31, ...items)
export const octets = (content: Uint8Array): Buffer => element(0x04, content)
export const bits = (content: Uint8Array): Buffer => element(0x03, Buffer.of(0), content)
export const truth = (): Buffer => element(0x01, Buffer.of(0xff))
export const text = (value: string): Buffer => element(0x0c, Buffer.from(value))
/** A context-specific tag around whole elements, or, where `implicit`, in place of the element's own. */
export const tagged = (number: number, content: Uint8Array, implicit = false): Buffer =>
  element((implicit ? 0x80 : 0xa0) + number, content)

/** A positive integer of at least one byte. */
export function integer(bytes: Uint8Array): Buffer {
  const [first = 0] = bytes
  return element(0x02, first >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes)
}

export function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return element(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]))
}

function base128(value: number): number[] {
  const low = value & 0x7f
  return value < 0x80 ? [low] : [...base128(value >> 7).map((byte) => byte | 0x80), low]
}

/** Seconds since 1970 are all that a certificate needs: 19700101000000Z at the earliest. */
export const time = (date: Date): Buffer =>
  element(0x18, Buffer.from(`${date.toISOString().replace(/[-:T]|\.\d+/g, '')}`))
