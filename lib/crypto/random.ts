import { randomFillSync } from 'node:crypto'
import type { Bytes } from './encoding'

/** Fills the target with random bytes. Tests with frozen vectors pass one of their own; nothing else does. */
export type RandomSource = (target: Uint8Array) => void

const POOL_BYTES = 4096
const pool = Buffer.alloc(POOL_BYTES)
let used = POOL_BYTES

/**
 * Fills the target (at most 4 KiB) from a pool of random bytes, because a system call for each nonce costs more
 * than the encryption. What was handed out is wiped from the pool, so that each byte is given once.
 */
export const pooledRandom: RandomSource = (target) => {
  if (target.length > POOL_BYTES) throw new TypeError(`at most ${POOL_BYTES} random bytes at a time`)
  if (used + target.length > POOL_BYTES) {
    randomFillSync(pool)
    used = 0
  }
  const taken = pool.subarray(used, used + target.length)
  target.set(taken)
  taken.fill(0)
  used += target.length
}

/** Random bytes in a buffer of their own, for keys and shares: the caller wipes it with `fill(0)`. */
export function randomKey(): Bytes {
  return randomFillSync(Buffer.allocUnsafeSlow(32))
}
