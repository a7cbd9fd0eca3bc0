// GF(2^128) with the polynomial x^128 + x^7 + x^2 + x + 1, as GHASH has it (SP 800-38D, section 6.3). A block is a
// number whose most significant bit is the coefficient of x^0, the order in which GCM writes its bits.

/** x^128 in the order of the bits that blocks have: 1 + x + x^2 + x^7. */
const REDUCTION = 0xe1n << 120n
const ONE = 1n << 127n

export function fromBlock(block: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(block).toString('hex')}`)
}

export function toBlock(element: bigint): Buffer {
  return Buffer.from(element.toString(16).padStart(32, '0'), 'hex')
}

export function multiply(a: bigint, b: bigint): bigint {
  let product = 0n
  let shifted = b
  for (let bit = 127n; bit >= 0n; bit--) {
    if ((a >> bit) & 1n) product ^= shifted
    shifted = shifted & 1n ? (shifted >> 1n) ^ REDUCTION : shifted >> 1n // times x
  }
  return product
}

/** a^exponent by squaring. */
export function power(a: bigint, exponent: bigint): bigint {
  let result = ONE
  for (let square = a, rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = multiply(result, square)
    square = multiply(square, square)
  }
  return result
}

/** 1 / a: a^(2^128 - 2), since the 2^128 - 1 elements but zero are a group. */
export function inverse(a: bigint): bigint {
  if (a === 0n) throw new TypeError('zero has no inverse')
  return power(a, 2n ** 128n - 2n)
}
