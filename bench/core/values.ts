import { randomBytes } from 'node:crypto'
import { decryptValue, encryptValue } from '@/lib/crypto'
import { interleave } from './interleave'
import { atLeast, attemptRow, type Row } from './row'
import { checkRoundTrip } from './self-check'
import { aDataKey, rawGcm } from './subjects'

const SIZES_BYTES = [64, 256, 1024]
const ENCRYPT_FLOOR = 0.6
const DECRYPT_FLOOR = 0.58

/** Values in the whole format, to node:crypto alone. */
export async function measureValues(): Promise<Row[]> {
  const { key, context } = aDataKey()
  const elsewhere = { ...context, object: 'another' }
  const raw = rawGcm()
  const rows: Row[] = []
  for (const size of SIZES_BYTES) {
    const plaintext = randomBytes(size)
    const ciphertext = encryptValue(key, context, plaintext)
    checkRoundTrip(plaintext, ciphertext, (sealed, where) =>
      decryptValue(key, where === 'here' ? context : elsewhere, sealed),
    )
    const name = `value of ${size} B`
    const rawSealed = raw.encrypt(plaintext)
    rawSealed.nonce = Buffer.from(rawSealed.nonce)
    rows.push(
      await attemptRow(`${name}, encrypt`, ENCRYPT_FLOOR, async () => {
        const measured = await interleave(
          () => encryptValue(key, context, plaintext),
          () => raw.encrypt(plaintext),
        )
        return atLeast(`${name}, encrypt`, measured, ENCRYPT_FLOOR)
      }),
      await attemptRow(`${name}, decrypt`, DECRYPT_FLOOR, async () => {
        const measured = await interleave(
          () => decryptValue(key, context, ciphertext),
          () => raw.decrypt(rawSealed),
        )
        return atLeast(`${name}, decrypt`, measured, DECRYPT_FLOOR)
      }),
    )
  }
  return rows
}
