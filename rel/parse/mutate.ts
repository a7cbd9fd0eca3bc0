import type { Random } from '../random'
import type { Target } from './target'

type Parts = readonly Buffer[]

/** Numbers at which a parser's arithmetic may go wrong. */
const NUMBERS = [
  ...[0, 1, 15, 16, 17, 27, 28, 127, 128, 129, 255, 256, 257],
  ...[0x7fff, 0x8000, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_fff0, 0xffff_ffff],
]

/** What may become of one part, by itself. */
const PART_CHANGES: readonly ((part: Buffer, random: Random) => Buffer)[] = [
  (part, random) => part.subarray(0, random.below(part.length + 1)),
  (part, random) => Buffer.concat([part, random.bytes(1 + random.below(20))]),
  (part, random) => asNumber(random.pick(NUMBERS), part.length),
  (part, random) => asNumber(numberIn(part) + random.pick([-1, 1]), part.length),
  (part, random) => random.bytes(part.length),
  (part, random) => Buffer.alloc(part.length, random.pick([0, 0xff])),
]

/** Changes that know where the parts of the format begin. */
const GRAMMAR: readonly ((parts: Parts, random: Random, samples: Target['samples']) => Parts)[] = [
  (parts, random) => parts.toSpliced(random.below(parts.length), 1),
  (parts, random) => parts.toSpliced(random.below(parts.length), 0, random.pick(parts)),
  (parts, random, samples) => parts.with(random.below(parts.length), random.pick(random.pick(samples))),
  (parts, random) => {
    const [one, two] = [random.below(parts.length), random.below(parts.length)]
    return parts.with(one, parts[two] as Buffer).with(two, parts[one] as Buffer)
  },
  ...PART_CHANGES.map((change) => (parts: Parts, random: Random) => {
    const at = random.below(parts.length)
    return parts.with(at, change(parts[at] as Buffer, random))
  }),
]

/** Changes that know nothing. */
const BYTES: readonly ((bytes: Buffer, random: Random, samples: Target['samples']) => Buffer)[] = [
  (bytes, random) => flip(bytes, 1 + random.below(8), random),
  (bytes, random) => flip(bytes, 1, random),
  (bytes, random) => bytes.subarray(0, random.below(bytes.length + 1)),
  (bytes, random) => bytes.subarray(random.below(bytes.length + 1)),
  (bytes, random) => Buffer.concat([bytes, random.bytes(1 + random.below(64))]),
  (bytes) => Buffer.concat([bytes, bytes]),
  (bytes, random) => random.bytes(bytes.length),
  (_, random) => random.bytes(random.below(300)),
  (bytes, random) => splice(bytes, random, (cut) => random.bytes(cut.length)),
  (bytes, random) => splice(bytes, random, (cut) => Buffer.alloc(cut.length)),
  (bytes, random) => splice(bytes, random, (cut) => Buffer.concat([cut, cut])),
  (bytes, random) => splice(bytes, random, () => Buffer.of()),
  (bytes, random) => splice(bytes, random, () => random.bytes(1 + random.below(20))),
  (bytes, random, samples) => {
    const other = Buffer.concat(random.pick(samples))
    const at = random.below(Math.min(bytes.length, other.length) + 1)
    return Buffer.concat([bytes.subarray(0, at), other.subarray(at)])
  },
]

/** One hostile input: something genuine or well-formed, changed once or a few times; rarely not at all. */
export function mutated({ samples, compose }: Target, random: Random): Buffer {
  let parts: Parts = random.pick(samples)
  const kind = random.below(8)
  if (kind < 3) return compose(random)
  if (kind < 6) {
    for (let more = 0; more === 0 || random.below(3) === 0; more++) {
      if (parts.length > 0) parts = random.pick(GRAMMAR)(parts, random, samples)
    }
    return Buffer.concat(parts)
  }
  const bytes = random.below(4) === 0 ? compose(random) : Buffer.concat(parts)
  return random.pick(BYTES)(bytes, random, samples)
}

function flip(bytes: Buffer, bits: number, random: Random): Buffer {
  const copy = Buffer.from(bytes)
  for (let i = 0; i < bits && copy.length > 0; i++) {
    const bit = random.below(copy.length * 8)
    copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  }
  return copy
}

/** Puts something else in the place of a random stretch. */
function splice(bytes: Buffer, random: Random, change: (cut: Buffer) => Buffer): Buffer {
  const start = random.below(bytes.length + 1)
  const end = start + random.below(Math.min(40, bytes.length - start) + 1)
  return Buffer.concat([bytes.subarray(0, start), change(bytes.subarray(start, end)), bytes.subarray(end)])
}

function numberIn(part: Buffer): number {
  return part.length === 0 ? 0 : part.readUIntBE(0, Math.min(part.length, 6))
}

/** A number as the last bytes of so many, as big-endian numbers stand. */
function asNumber(value: number, length: number): Buffer {
  const bytes = Buffer.alloc(Math.max(length, 8))
  bytes.writeBigUInt64BE(BigInt.asUintN(64, BigInt(value)), bytes.length - 8)
  return bytes.subarray(bytes.length - length)
}
