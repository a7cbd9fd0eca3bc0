import type { Random } from '../random'

const TAG_BYTES = 16
const MAX_TAG_BYTES = 64
const BORDERS = 3

/** Everything that can be done to one genuine input in a single step: cut it, flip a bit, give its tag another length. */
export function* singleSteps(sample: readonly Buffer[], random: Random): Generator<Buffer> {
  const bytes = Buffer.concat(sample)
  for (let length = 0; length < bytes.length; length++) yield bytes.subarray(0, length)
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const copy = Buffer.from(bytes)
    copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    yield copy
  }
  yield* otherTags(bytes, random)
}

/** The tag cut short or made longer, by zeros, by random bytes and by its own. */
function* otherTags(bytes: Buffer, random: Random): Generator<Buffer> {
  const [body, tag] = [bytes.subarray(0, -TAG_BYTES), bytes.subarray(-TAG_BYTES)]
  for (let length = 0; length <= MAX_TAG_BYTES; length++) {
    if (length === TAG_BYTES) continue
    for (const more of [
      Buffer.alloc(MAX_TAG_BYTES),
      random.bytes(MAX_TAG_BYTES),
      Buffer.concat([tag, tag, tag, tag]),
    ]) {
      yield Buffer.concat([body, Buffer.concat([tag, more]).subarray(0, length)])
    }
  }
}

/** For what is too long to be cut everywhere: around the borders of each part. */
export function* cutsAtBorders(sample: readonly Buffer[]): Generator<Buffer> {
  const bytes = Buffer.concat(sample)
  let border = 0
  for (const part of sample) {
    border += part.length
    for (let at = border - BORDERS; at <= border + BORDERS; at++) {
      if (at >= 0 && at < bytes.length) yield bytes.subarray(0, at)
    }
  }
}
