import { randomBytes } from 'node:crypto'
import { decryptValue, encryptValueStrict } from '@/lib/crypto'
import { checkCase, compare } from './compare'
import type { Row } from './row'
import { aDataKey, contextOf, rawGcm } from './subjects'

const SIZES_BYTES = [64, 1024]

/** Values of the strict suite, to node:crypto alone. */
export async function measureStrict(): Promise<Row[]> {
  const { key, context } = aDataKey()
  const rows: Row[] = []
  for (const size of SIZES_BYTES) {
    const plaintext = randomBytes(size)
    const raw = rawGcm(plaintext)
    const ciphertext = encryptValueStrict(key, context, plaintext)
    checkCase(plaintext, (object) => decryptValue(key, contextOf(object), ciphertext))
    const encrypt = () => encryptValueStrict(key, context, plaintext)
    const decrypt = () => decryptValue(key, context, ciphertext)
    rows.push(
      await compare(`strict value of ${size} B, encrypt`, 0.42, encrypt, raw.encrypt),
      await compare(`strict value of ${size} B, decrypt`, 0.4, decrypt, raw.decrypt),
    )
  }
  return rows
}
