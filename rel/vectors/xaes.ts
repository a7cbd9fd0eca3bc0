import { createHash } from 'node:crypto'
import { XaesKey } from '@/lib/crypto/xaes'
import type { Report } from '../report'
import { hex, hexOf } from './hex'

// From https://c2sp.org/XAES-256-GCM, section "Test vectors".

const NONCE = Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWX')
const PLAINTEXT = Buffer.from('XAES-256-GCM')
/** One for each top bit of L. */
const PUBLISHED = [
  { fill: 1, aad: '', ciphertext: 'ce546ef63c9cc60765923609b33a9a1974e96e52daf2fcf7075e2271' },
  {
    fill: 3,
    aad: 'c2sp.org/XAES-256-GCM',
    ciphertext: '986ec1832593df5443a179437fd083bf3fdb41abd740a21f71eb769d',
  },
]
const ACCUMULATED = {
  10000: 'e6b9edf2df6cec60c8cbd864e2211b597fb69a529160cd040d56c0c210081939',
  1000000: '2163ae1445985a30b60585ee67daa55674df06901b890593e824b8a7c885ab15',
}

export function checkXaes(report: Report): void {
  for (const { fill, aad, ciphertext } of PUBLISHED) {
    const key = new XaesKey(new Uint8Array(32).fill(fill))
    report.check(
      hexOf(seal(key, NONCE, Buffer.from(aad), PLAINTEXT)) === ciphertext,
      `XAES-256-GCM, key ${fill}`,
    )
    const opened = key.open(NONCE, Buffer.from(aad), hex(ciphertext))
    report.check(Buffer.compare(opened, PLAINTEXT) === 0, `XAES-256-GCM, key ${fill}, opened`)
  }
}

/** Keys, nonces, plaintexts and AADs are read from SHAKE-128 of nothing; the ciphertexts are hashed with another. */
export function checkXaesAccumulated(report: Report, iterations: keyof typeof ACCUMULATED): void {
  const read = shakeStream(iterations)
  const hash = createHash('shake128', { outputLength: 32 })
  for (let i = 0; i < iterations; i++) {
    const key = new XaesKey(read(32))
    const nonce = read(24)
    const plaintext = read(read(1)[0] ?? 0)
    const aad = read(read(1)[0] ?? 0)
    const sealed = seal(key, nonce, aad, plaintext)
    hash.update(sealed)
    const opened = Buffer.compare(key.open(nonce, aad, sealed), plaintext) === 0
    report.check(opened, `XAES-256-GCM, message ${i} of the accumulated test does not come back`)
    key.wipe()
  }
  const found = hash.digest('hex')
  report.check(found === ACCUMULATED[iterations], `XAES-256-GCM, hash over ${iterations} messages`, found)
}

/** Two bytes of lengths, 127.5 bytes for each of two texts on average, and room for chance. */
function shakeStream(iterations: number): (length: number) => Buffer {
  const outputLength = iterations * (32 + 24 + 2 + 255) + 1_000_000
  const stream = createHash('shake128', { outputLength }).digest()
  let at = 0
  return (length) => {
    at += length
    if (at > stream.length) throw new RangeError('the stream is at its end')
    return stream.subarray(at - length, at)
  }
}

function seal(key: XaesKey, nonce: Uint8Array, aad: Uint8Array, plaintext: Uint8Array): Uint8Array {
  const out = new Uint8Array(plaintext.length + 16)
  key.seal(nonce, aad, plaintext, out, 0)
  return out
}
