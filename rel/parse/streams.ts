import { StreamDecryptor, StreamEncryptor } from '@/lib/crypto'
import type { Random } from '../random'
import { anyPlace, anyPlaintext, drawnFrom, type Place } from './place'
import { cutAt, HEADER_CUTS, mixOf, ONE_KIBIBYTE, type Target } from './target'

const CHUNK_BYTES = 16_384
const SEALED_CHUNK_BYTES = CHUNK_BYTES + 16
const PREFIX_BYTES = 94

export function streamTarget(random: Random): Target {
  const place = anyPlace(random)
  const lengths = [
    ONE_KIBIBYTE - PREFIX_BYTES - 16,
    0,
    1,
    CHUNK_BYTES - 1,
    CHUNK_BYTES,
    CHUNK_BYTES + 1,
    2 * CHUNK_BYTES + 5,
  ]
  const samples = [
    ...lengths.map((length) => sampleOf(place, random.bytes(length), random)),
    ...Array.from({ length: 5 }, () => sampleOf(place, anyPlaintext(random), random)),
  ]
  return {
    name: 'stream',
    samples,
    compose: (random) => (random.below(2) === 0 ? mixOf(samples, random) : rechunked(samples, random)),
    open: (input) => decrypt(place, input),
  }
}

/** In one portion or in three, by what the input is like. */
function decrypt({ key, context }: Place, input: Uint8Array): Buffer {
  const decryptor = new StreamDecryptor({ key, check: () => undefined }, context)
  const [one, two] = input.length % 2 === 0 ? [0, 0] : [input.length >> 2, input.length >> 1]
  const portions = [input.subarray(0, one), input.subarray(one, two), input.subarray(two)]
  return Buffer.concat([...portions.map((portion) => decryptor.update(portion)), decryptor.final()])
}

function sampleOf({ key, context }: Place, plaintext: Uint8Array, random: Random): Buffer[] {
  const encryptor = new StreamEncryptor({ key, check: () => undefined }, context, drawnFrom(random))
  const sealed = Buffer.concat([encryptor.update(plaintext), encryptor.final()])
  const cuts: number[] = [...HEADER_CUTS, 62, PREFIX_BYTES]
  for (let at = PREFIX_BYTES + SEALED_CHUNK_BYTES; at <= sealed.length; at += SEALED_CHUNK_BYTES)
    cuts.push(at)
  return cutAt(sealed, ...cuts)
}

/** The chunks of one stream, or of two, in another order and number. */
function rechunked(samples: Target['samples'], random: Random): Buffer {
  const sample = random.pick(samples)
  const prefix = sample.slice(0, HEADER_CUTS.length + 2)
  const chunks = [...sample.slice(prefix.length), ...random.pick(samples).slice(prefix.length)]
  const chosen = Array.from({ length: random.below(chunks.length + 2) }, () => random.pick(chunks))
  return Buffer.concat([...prefix, ...chosen])
}
