import { createCipheriv } from 'node:crypto'
import { fromBlock, inverse, multiply, power, toBlock } from './field'

const BLOCK_BYTES = 16

/** One of the two readers of a ciphertext: an AES-256-GCM key, a nonce of 12 bytes, and the AAD that is expected. */
export interface GcmReader {
  key: Uint8Array
  nonce: Uint8Array
  aad: Uint8Array
}

/**
 * Makes ciphertext and tag that open for both readers. The tag is a polynomial in the hash key of each reader, with the ciphertext blocks as coefficients: the block at `free` is chosen so that both give the
 * same tag, whatever the others are. (keymaterial.net/2020/09/07/invisible-salamanders-in-aes-gcm-siv)
 *
 * @param ciphertext whole blocks; the one at `free` is overwritten
 */
export function collide(
  readers: readonly [GcmReader, GcmReader],
  ciphertext: Uint8Array,
  free: number,
): Buffer {
  const blocks = ciphertext.length / BLOCK_BYTES
  if (!Number.isInteger(blocks) || free >= blocks) throw new TypeError('whole blocks, one of them free')
  const body = Buffer.from(ciphertext)
  body.fill(0, free * BLOCK_BYTES, (free + 1) * BLOCK_BYTES)
  // From the end: the block of lengths is multiplied by H, the last of the ciphertext by H^2, and so on.
  const exponent = BigInt(blocks - free + 1)
  const tagOf = ({ key, nonce, aad }: GcmReader) => {
    const encrypt = blockCipher(key)
    const hashKey = fromBlock(encrypt(Buffer.alloc(BLOCK_BYTES)))
    const mask = fromBlock(encrypt(Buffer.concat([nonce, Buffer.of(0, 0, 0, 1)])))
    return { without: mask ^ ghash(hashKey, aad, body), factor: power(hashKey, exponent) }
  }
  const [a, b] = [tagOf(readers[0]), tagOf(readers[1])]
  const chosen = multiply(a.without ^ b.without, inverse(a.factor ^ b.factor))
  toBlock(chosen).copy(body, free * BLOCK_BYTES)
  return Buffer.concat([body, toBlock(a.without ^ multiply(chosen, a.factor))])
}

/** GHASH over AAD, ciphertext and their lengths (SP 800-38D, sections 6.4 and 7.1). */
function ghash(hashKey: bigint, aad: Uint8Array, ciphertext: Uint8Array): bigint {
  const lengths = Buffer.alloc(BLOCK_BYTES)
  lengths.writeBigUInt64BE(BigInt(aad.length) * 8n, 0)
  lengths.writeBigUInt64BE(BigInt(ciphertext.length) * 8n, 8)
  const input = Buffer.concat([padded(aad), padded(ciphertext), lengths])
  let hash = 0n
  for (let at = 0; at < input.length; at += BLOCK_BYTES) {
    hash = multiply(hash ^ fromBlock(input.subarray(at, at + BLOCK_BYTES)), hashKey)
  }
  return hash
}

function padded(bytes: Uint8Array): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(-bytes.length & (BLOCK_BYTES - 1))])
}

function blockCipher(key: Uint8Array): (block: Uint8Array) => Buffer {
  const aes = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false)
  return (block) => aes.update(block)
}

/** The AES-256-GCM key of one XAES-256-GCM message: CMAC of a counter, "X" and half the nonce, twice. */
export function xaesMessageKey(key: Uint8Array, nonce: Uint8Array): Buffer {
  const encrypt = blockCipher(key)
  const subkey = cmacSubkey(fromBlock(encrypt(Buffer.alloc(BLOCK_BYTES))))
  const halves = [1, 2].map((counter) => {
    const block = Buffer.concat([Buffer.of(0, counter, 0x58, 0), nonce.subarray(0, 12)])
    return encrypt(toBlock(fromBlock(block) ^ subkey))
  })
  return Buffer.concat(halves)
}

/** K1 of SP 800-38B, section 6.1: twice L, in the order of bits that GHASH does not have. */
function cmacSubkey(l: bigint): bigint {
  const doubled = (l << 1n) & (2n ** 128n - 1n)
  return l >> 127n ? doubled ^ 0x87n : doubled
}
