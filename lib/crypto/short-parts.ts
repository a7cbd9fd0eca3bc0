// The same bytes as `lengthPrefixed` makes, for what most contexts are: a few short ASCII texts behind a prefix that
// stays the same. Written into one buffer that is used again and again, they cost a fraction of the general way, which
// would make up a quarter of an encryption. Each function takes where to write and gives back where it ended, or
// NOT_SHORT, whereupon the caller goes the general way.

const NOT_SHORT = -1
const LONGEST_TEXT = 100
const NOTHING = new Uint8Array(0)

const bytes = Buffer.allocUnsafeSlow(1024)
/** the prefix that stands in them, and a view of the newest result */
let prefix: Uint8Array = NOTHING
let view: Uint8Array = NOTHING

/** Starts over behind a prefix, whose bytes must never change. */
export function beginShort(given: Uint8Array): number {
  if (given.length > bytes.length / 2) return NOT_SHORT
  if (prefix !== given) {
    bytes.set(given)
    prefix = given
  }
  return given.length
}

/** A text as a part. */
export function putShort(text: unknown, at: number): number {
  if (at === NOT_SHORT || typeof text !== 'string') return NOT_SHORT
  const end = at + 2 + text.length
  if (text.length > LONGEST_TEXT || end > bytes.length) return NOT_SHORT
  bytes[at] = 0
  bytes[at + 1] = text.length
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit > 0x7f) return NOT_SHORT
    bytes[at + 2 + i] = unit
  }
  return end
}

/** A number below 256 as a part of four bytes. */
export function putShortCount(count: number, at: number): number {
  if (at === NOT_SHORT || count > 0xff || at + 6 > bytes.length) return NOT_SHORT
  bytes[at] = 0
  bytes[at + 1] = 4
  bytes[at + 2] = 0
  bytes[at + 3] = 0
  bytes[at + 4] = 0
  bytes[at + 5] = count
  return at + 6
}

/** What was written up to there, until the next start; undefined when it was not short. */
export function shortUntil(end: number): Uint8Array | undefined {
  if (end === NOT_SHORT) return undefined
  // Contexts of one kind are mostly of one length, and a new view costs as much as writing a part.
  if (view.length !== end) view = bytes.subarray(0, end)
  return view
}
