import { randomBytes } from 'node:crypto'
import { createObjectKey, openObjectKey } from '@/lib/crypto'
import { checkCase, compare } from './compare'
import type { Operation } from './interleave'
import type { Row } from './row'
import { aDataKey, contextOf, rawGcm } from './subjects'

const SIZES_BYTES = [64, 1024]
const NAMES = Array.from({ length: 10 }, (_, index) => `field${index}`)

/** Objects of ten fields: a new object key wrapped, or opened, and the fields under it. To ten raw calls. */
export async function measureEnvelopes(): Promise<Row[]> {
  const rows: Row[] = []
  for (const size of SIZES_BYTES) rows.push(...(await measureSize(size)))
  return rows
}

async function measureSize(size: number): Promise<Row[]> {
  const { key, context } = aDataKey()
  const plaintext = randomBytes(size)
  const raw = rawGcm(plaintext)
  const encrypt = () => {
    const { objectKey, envelope } = createObjectKey(key, context)
    const fields = NAMES.map((name) => objectKey.encryptField(name, plaintext))
    objectKey.wipe()
    return { envelope, fields }
  }
  const { envelope, fields } = encrypt()
  const decrypt = (object: 'own' | 'another') => {
    const objectKey = openObjectKey(key, contextOf(object), envelope)
    const opened = NAMES.map((name, index) => objectKey.decryptField(name, fields[index] ?? envelope))
    objectKey.wipe()
    return opened
  }
  checkCase(Buffer.concat(NAMES.map(() => plaintext)), (object) => Buffer.concat(decrypt(object)))
  const name = `envelope of ${NAMES.length} fields of ${size} B`
  return [
    await compare(`${name}, encrypt`, 0.72, encrypt, forEachField(raw.encrypt)),
    await compare(`${name}, decrypt`, 0.68, () => decrypt('own'), forEachField(raw.decrypt)),
  ]
}

const forEachField =
  (operation: Operation): Operation =>
  () => {
    for (let i = 0; i < NAMES.length; i++) operation()
  }
