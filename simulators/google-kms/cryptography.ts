import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import crc from 'crc-32/crc32c.js'
import { invalidArgument } from './errors'
import type { Key, Version } from './keys'

/*
 * A ciphertext: marker (1 byte), the key's fingerprint (16), the version's number (4), nonce (12), ciphertext, tag (16).
 * The header and the caller's additional data are the associated data.
 */
const MARKER = 0x0a
const HEADER_BYTES = 21
const NONCE_BYTES = 12
const TAG_BYTES = 16

export const WRONG_KEY = "Decryption failed: verify that 'name' refers to the correct CryptoKey."
const TORN = 'Decryption failed: the ciphertext is invalid.'

/** CRC32C, unsigned. */
export const crc32c = (bytes: Uint8Array): number => crc.buf(bytes, 0) >>> 0

/** Encrypts under one version of a key with AES-256-GCM. */
export function seal(key: Key, version: Version, plaintext: Uint8Array, additional: Uint8Array): Buffer {
  const header = Buffer.alloc(HEADER_BYTES)
  header[0] = MARKER
  header.write(key.fingerprint, 1, 'hex')
  header.writeUInt32BE(version.number, 17)
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(version.bytes ?? '', 'base64'), nonce)
  cipher.setAAD(Buffer.concat([header, additional]))
  const body = Buffer.concat([cipher.update(plaintext), cipher.final()])
  return Buffer.concat([header, nonce, body, cipher.getAuthTag()])
}

/**
 * The version that a ciphertext names, unproven until it is opened.
 * @throws StatusError INVALID_ARGUMENT for foreign bytes, and for those of another key
 */
export function sealedBy(key: Key, ciphertext: Buffer): Version {
  if (ciphertext.length < HEADER_BYTES + NONCE_BYTES + TAG_BYTES || ciphertext[0] !== MARKER) {
    throw invalidArgument(TORN)
  }
  if (ciphertext.subarray(1, 17).toString('hex') !== key.fingerprint) throw invalidArgument(WRONG_KEY)
  const version = key.versions[ciphertext.readUInt32BE(17) - 1]
  if (version === undefined) throw invalidArgument(TORN)
  return version
}

/** @throws StatusError INVALID_ARGUMENT for a torn ciphertext as for other additional data: not told apart */
export function open(version: Version, ciphertext: Buffer, additional: Uint8Array): Buffer {
  const header = ciphertext.subarray(0, HEADER_BYTES)
  const nonce = ciphertext.subarray(HEADER_BYTES, HEADER_BYTES + NONCE_BYTES)
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(version.bytes ?? '', 'base64'), nonce)
  decipher.setAAD(Buffer.concat([header, additional]))
  decipher.setAuthTag(ciphertext.subarray(-TAG_BYTES))
  const opened = decipher.update(ciphertext.subarray(HEADER_BYTES + NONCE_BYTES, -TAG_BYTES))
  try {
    decipher.final()
  } catch {
    throw invalidArgument(TORN)
  }
  return opened
}
