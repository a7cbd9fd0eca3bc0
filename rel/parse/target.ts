import type { Random } from '../random'

/** One reader of the format, with genuine inputs of one key and context to begin from. */
export interface Target {
  name: string
  /** Each is cut into the parts that the format has. */
  samples: readonly (readonly Buffer[])[]
  /** Something whose lengths add up, so that a reader gets past them: the grammar of the format. */
  compose(random: Random): Buffer
  /** Gives out what it opens to; throws `DoesNotOpenError` for everything else. */
  open(input: Uint8Array): Uint8Array
  /** Whether an input that opened rightly did. Left out, only the samples may open, byte by byte. */
  isRight?(input: Uint8Array, output: Uint8Array): boolean
}

/** The same part of another sample, for each part by itself: nothing but authentication can tell. */
export function mixOf(samples: Target['samples'], random: Random): Buffer {
  const like = random.pick(samples)
  return Buffer.concat(
    like.map((part, index) => (random.below(3) > 0 ? part : (random.pick(samples)[index] ?? part))),
  )
}

/** Cuts bytes at growing offsets. */
export function cutAt(bytes: Uint8Array, ...offsets: number[]): Buffer[] {
  const ends = [...offsets, bytes.length]
  return ends.map((end, i) => Buffer.from(bytes.subarray(ends[i - 1] ?? 0, end)))
}

/** Each target's first sample has this length where the format lets it: all of its bits are flipped one by one. */
export const ONE_KIBIBYTE = 1_024

/** version 1 | suite 1 | key version 4 | commitment 32 */
export const HEADER_CUTS = [1, 2, 6, 38] as const
