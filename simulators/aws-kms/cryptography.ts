import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { invalidCiphertext } from './errors'
import type { Key, KeyMaterial } from './keys'

export type EncryptionContext = Readonly<Record<string, string>>

/*
 * A ciphertext blob: kind of key (1 byte: of one region or multi-region), key id (16), material id (32), nonce (12),
 * ciphertext, tag (16). The header and the encryption context are the associated data, so neither can be exchanged.
 */
const ONE_REGION = 1
const MULTI_REGION = 2
const HEADER_BYTES = 49
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** Encrypts under one material of a key with AES-256-GCM. */
export function seal(key: Key, material: KeyMaterial, context: EncryptionContext, plaintext: Buffer): Buffer {
  const multiRegion = key.id.startsWith('mrk-')
  const id = Buffer.from(key.id.replace(/^mrk-/, '').replaceAll('-', ''), 'hex')
  const header = Buffer.concat([
    Buffer.of(multiRegion ? MULTI_REGION : ONE_REGION),
    id,
    Buffer.from(material.id, 'hex'),
  ])
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(material.bytes, 'base64'), nonce)
  cipher.setAAD(associatedData(header, context))
  const body = Buffer.concat([cipher.update(plaintext), cipher.final()])
  return Buffer.concat([header, nonce, body, cipher.getAuthTag()])
}

/** The ids that a blob's header names; null when it is not one of ours. They are unproven until opened. */
export function readHeader(blob: Buffer): { keyId: string; materialId: string } | null {
  if (blob.length < HEADER_BYTES + NONCE_BYTES + TAG_BYTES) return null
  const id = blob.subarray(1, 17).toString('hex')
  const keyIds = new Map([
    [ONE_REGION, id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')],
    [MULTI_REGION, `mrk-${id}`],
  ])
  const keyId = keyIds.get(blob[0] ?? 0)
  if (keyId === undefined) return null
  return { keyId, materialId: blob.subarray(17, HEADER_BYTES).toString('hex') }
}

/**
 * Opens a blob with the material that it names.
 * @throws KmsError InvalidCiphertextException, always with an empty message
 */
export function open(key: Key, context: EncryptionContext, blob: Buffer) {
  const material = key.materials.find(({ id }) => id === readHeader(blob)?.materialId)
  if (!material) throw invalidCiphertext()
  const nonce = blob.subarray(HEADER_BYTES, HEADER_BYTES + NONCE_BYTES)
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(material.bytes, 'base64'), nonce)
  decipher.setAAD(associatedData(blob.subarray(0, HEADER_BYTES), context))
  decipher.setAuthTag(blob.subarray(-TAG_BYTES))
  const opened = decipher.update(blob.subarray(HEADER_BYTES + NONCE_BYTES, -TAG_BYTES))
  try {
    decipher.final()
  } catch {
    throw invalidCiphertext()
  }
  return { plaintext: opened, material }
}

/** The order in which a caller lists the context's pairs does not matter: they are sorted here. */
function associatedData(header: Buffer, context: EncryptionContext): Buffer {
  const pairs = Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1))
  return Buffer.concat([header, Buffer.from(JSON.stringify(pairs))])
}
