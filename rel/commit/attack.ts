import { XaesKey } from '@/lib/crypto/xaes'
import type { Random } from '../random'
import { collide, xaesMessageKey } from './collision'

export type Pair<T> = readonly [T, T]
export const both = <T, U>([one, two]: Pair<T>, change: (value: T) => U): Pair<U> => [
  change(one),
  change(two),
]

/** One ciphertext that was made for two keys. */
export interface Attack {
  /** What follows the header; the same for both keys. */
  rest: Buffer
  readers: Pair<Reader>
}

export interface Reader {
  /** The header that this key expects. */
  header: Uint8Array
  /** Opens header and rest as the product does. */
  open(sealed: Uint8Array): Uint8Array
  /** Opens the rest by the same keys and AAD as the product, with no header compared. */
  withoutCheck(): Uint8Array
}

/** One of two keys of the product that are to open the same message. */
export interface Side extends Pick<Reader, 'header' | 'open'> {
  /** The key of XAES-256-GCM. */
  subKey: Uint8Array
  /** What follows the header in its AAD. */
  context: Uint8Array
}

/**
 * One message of XAES-256-GCM for two keys, whose message keys differ at one nonce of 24 bytes. The AAD begins with
 * each key's own header, or for both with the first one's, as a reader would have it that takes what it finds.
 */
export function collideXaes(sides: Pair<Side>, blocks: number, random: Random): Attack {
  const nonce = random.bytes(24)
  const found = random.pick([null, sides[0].header])
  const aadOf = ({ header, context }: Side) => Buffer.concat([found ?? header, context])
  const readers = both(sides, (side) => ({ key: xaesMessageKey(side.subKey, nonce), aad: aadOf(side) }))
  const body = collide(readers, nonce.subarray(12), random.bytes(16 * blocks), random.below(blocks))
  return {
    rest: Buffer.concat([nonce, body]),
    readers: both(sides, (side) => ({
      header: side.header,
      open: side.open,
      withoutCheck: () => new XaesKey(side.subKey).open(nonce, aadOf(side), body),
    })),
  }
}
