import { randomBytes } from 'node:crypto'
import type { KeyUse } from '@/lib/keyring/key-use'
import { checkCase, compare } from './compare'
import type { Row } from './row'
import { placeOf, rawGcm } from './subjects'
import { DATA_CLASS, inKeyProcess } from './world'

const SIZES_BYTES = [64, 256, 1024]

/** Values in the whole format, by a key in use that asks the hard rule before and after each; to node:crypto alone. */
export function measureValues(): Promise<Row[]> {
  return inKeyProcess(async ({ keyring }, { organization }) => {
    const key = await keyring.activeKey(organization, DATA_CLASS)
    const rows: Row[] = []
    for (const size of SIZES_BYTES) rows.push(...(await measureSize(key, size)))
    return rows
  })
}

async function measureSize(key: KeyUse, size: number): Promise<Row[]> {
  const plaintext = randomBytes(size)
  const raw = rawGcm(plaintext)
  const place = placeOf('own')
  const ciphertext = key.encrypt(place, plaintext)
  checkCase(plaintext, (object) => key.decrypt(placeOf(object), ciphertext))
  return [
    await compare(`value of ${size} B, encrypt`, 0.6, () => key.encrypt(place, plaintext), raw.encrypt),
    await compare(`value of ${size} B, decrypt`, 0.58, () => key.decrypt(place, ciphertext), raw.decrypt),
  ]
}
