import type { Bytes } from './encoding'

const SLAB_BYTES = 16_384
const MAX_SHARE_BYTES = SLAB_BYTES / 8
let slab = Buffer.alloc(SLAB_BYTES)
let used = 0

/**
 * Room for a ciphertext. Small ones share a slab, as Node.js's own small buffers do, because a buffer of its own costs
 * a tenth of an encryption. Nothing but ciphertext is ever in that slab, so one who sends more of it than
 * their own bytes gives away no plaintext.
 */
export function ciphertextBuffer(length: number): Bytes {
  if (length > MAX_SHARE_BYTES) return Buffer.allocUnsafeSlow(length)
  if (used + length > SLAB_BYTES) {
    slab = Buffer.alloc(SLAB_BYTES)
    used = 0
  }
  used += length
  return slab.subarray(used - length, used)
}
