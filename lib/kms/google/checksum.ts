import crc from 'crc-32/crc32c.js'

/** CRC32C (Castagnoli) of the bytes, unsigned: what Cloud KMS sends along both ways to find what a wire garbled. */
export function crc32c(bytes: Uint8Array): number {
  return crc.buf(bytes, 0) >>> 0
}
