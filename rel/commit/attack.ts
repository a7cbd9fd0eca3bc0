import { gcmOpen } from '@/lib/crypto/aes-gcm'
import { XaesKey } from '@/lib/crypto/xaes'
import type { Random } from '../random'
import { collide, type GcmReader, xaesMessageKey } from './collision'

export type Pair<T> = readonly [T, T]
export const both = <T, U>([one, two]: Pair<T>, change: (value: T) => U): Pair<U> => [
  change(one),
  change(two),
]

/** One ciphertext that was made for two keys. */
export interface Attack {
  /** What follows the fronts; the same for both keys. */
  rest: Buffer
  readers: Pair<Reader>
}

export interface Reader {
  /** What this key expects in front: the header, and where there is one the commitment of the message. */
  front: Uint8Array
  /** Opens front and rest as the product does. */
  open(sealed: Uint8Array): Uint8Array
  /** Opens the rest by the same keys and AAD as the product, with nothing in front compared. */
  withoutCheck(): Uint8Array
}

/** One of two keys of the product that are to open the same message. */
export interface Side extends Pick<Reader, 'front' | 'open'> {
  /** The key of XAES-256-GCM. */
  subKey: Uint8Array
  /** What follows the front in its AAD. */
  context: Uint8Array
}

/**
 * One message of XAES-256-GCM for two keys, whose message keys differ at one nonce of 24 bytes. The AAD begins with
 * each key's own header, or for both with the first one's, as a reader would have it that takes what it finds.
 */
export function collideXaes(sides: Pair<Side>, blocks: number, random: Random): Attack {
  const nonce = random.bytes(24)
  const found = random.pick([null, sides[0].front])
  const aadOf = ({ front, context }: Side) => Buffer.concat([found ?? front, context])
  const readers = both(sides, (side) => ({
    key: xaesMessageKey(side.subKey, nonce),
    nonce: nonce.subarray(12),
    aad: aadOf(side),
  }))
  const body = collide(readers, random.bytes(16 * blocks), random.below(blocks))
  return {
    rest: Buffer.concat([nonce, body]),
    readers: both(sides, (side) => ({
      front: side.front,
      open: side.open,
      withoutCheck: () => new XaesKey(side.subKey).open(nonce, aadOf(side), body),
    })),
  }
}

/** One message of AES-256-GCM for two readers, each with a key and a commitment of this message alone. */
export function collideMessages(
  sides: Pair<Pick<Reader, 'front' | 'open'> & { message: GcmReader }>,
  random: Random,
): Attack {
  const blocks = 1 + random.below(8)
  const messages = both(sides, ({ message }) => message)
  const rest = collide(messages, random.bytes(16 * blocks), random.below(blocks))
  return {
    rest,
    readers: both(sides, ({ front, open, message: { key, nonce, aad } }) => ({
      front,
      open,
      withoutCheck: () => gcmOpen(key, nonce, aad, rest),
    })),
  }
}
