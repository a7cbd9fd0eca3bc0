import { randomFillSync } from 'node:crypto'
import type { Bytes } from './encoding'

/** Fills the target with random bytes. Tests with frozen vectors pass one of their own; nothing else does. */
export type RandomSource = (target: Uint8Array) => void

const POOL_BYTES = 16_384
const MAX_TARGET_BYTES = 4096
/** Bytes made ahead live no longer, so that a snapshot of this process holds next to none that are still to be used. */
const POOL_LIFE_MS = 1_000
const pool = Buffer.alloc(POOL_BYTES)
let used = POOL_BYTES
let dropping = false

/**
 * Fills the target (at most 4 KiB) from a pool of random bytes, because a system call for each nonce costs more
 * than the encryption. What was handed out is wiped from the pool, so that each byte is given once.
 */
export const pooledRandom: RandomSource = (target) => {
  if (target.length > MAX_TARGET_BYTES)
    throw new TypeError(`at most ${MAX_TARGET_BYTES} random bytes at a time`)
  if (used + target.length > POOL_BYTES) refill()
  for (let i = 0; i < target.length; i++, used++) {
    target[i] = pool[used] as number
    pool[used] = 0
  }
}

function refill(): void {
  randomFillSync(pool)
  used = 0
  // A timer and not a clock: reading one at each draw would cost more than the draw. While synchronous work keeps it
  // from firing, nothing but that work can draw.
  if (dropping) return
  dropping = true
  setTimeout(dropPool, POOL_LIFE_MS).unref()
}

/** Whatever is in the pool, or was derived from it, was made within that life. */
function dropPool(): void {
  dropping = false
  pool.fill(0)
  used = POOL_BYTES
  for (const drop of derived) drop()
  derived.clear()
}

const derived = new Set<() => void>()

/** Has what was made from the pool just now, for later use, dropped together with the pool. */
export function dropWithPool(drop: () => void): void {
  derived.add(drop)
}

/** Random bytes in a buffer of their own, for keys and shares: the caller wipes it with `fill(0)`. */
export function randomKey(): Bytes {
  return randomFillSync(Buffer.allocUnsafeSlow(32))
}
