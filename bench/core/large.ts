import { randomBytes } from 'node:crypto'
import { decryptValue, encryptValue, encryptValueParts } from '@/lib/crypto'
import { checkCase, compare } from './compare'
import type { Row } from './row'
import { aDataKey, contextOf, rawGcm } from './subjects'

/** Values of 1 MiB, in one buffer and in parts; to node:crypto alone. */
export async function measureLarge(): Promise<Row[]> {
  const { key, context } = aDataKey()
  const plaintext = randomBytes(1 << 20)
  const raw = rawGcm(plaintext)
  const whole = () => encryptValue(key, context, plaintext)
  const parts = () => encryptValueParts(key, context, plaintext)
  const ciphertext = whole()
  for (const made of [ciphertext, Buffer.concat(parts())]) {
    checkCase(plaintext, (object) => decryptValue(key, contextOf(object), made))
  }
  return [
    await compare('value of 1 MiB, encrypt into one buffer', 0.58, whole, raw.encrypt),
    await compare('value of 1 MiB, encrypt in parts', 0.85, parts, raw.encrypt),
    await compare('value of 1 MiB, decrypt', 0.8, () => decryptValue(key, context, ciphertext), raw.decrypt),
  ]
}
