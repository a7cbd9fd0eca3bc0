import { constants, createCipheriv, createDecipheriv, privateDecrypt, publicEncrypt } from 'node:crypto'
import { badParameter } from './errors'
import { privateKeyOf } from './keys'
import type { Key, KeyVersion } from './state'

const OAEP_HASHES: Record<string, string> = { 'RSA-OAEP': 'sha1', 'RSA-OAEP-256': 'sha256' }
const KEY_WRAP_BITS: Record<string, number> = { A128KW: 128, A192KW: 192, A256KW: 256 }
/** RFC 3394, section 2.2.3.1. */
const KEY_WRAP_IV = Buffer.alloc(8, 0xa6)

/** Encrypts or wraps. @throws VaultError BadParameter for an algorithm that the key has not, or a wrong length */
export function seal(key: Key, version: KeyVersion, algorithm: string, plaintext: Buffer): Buffer {
  return tried(() => {
    const oaepHash = oaepFor(key, algorithm)
    if (oaepHash !== null) return publicEncrypt({ key: privateKeyOf(version), oaepHash, ...OAEP }, plaintext)
    const cipher = createCipheriv(
      keyWrapFor(key, algorithm),
      Buffer.from(version.material, 'base64'),
      KEY_WRAP_IV,
    )
    return Buffer.concat([cipher.update(plaintext), cipher.final()])
  })
}

/** The reverse of `seal`. @throws VaultError BadParameter for whatever does not open */
export function open(key: Key, version: KeyVersion, algorithm: string, ciphertext: Buffer): Buffer {
  return tried(() => {
    const oaepHash = oaepFor(key, algorithm)
    if (oaepHash !== null)
      return privateDecrypt({ key: privateKeyOf(version), oaepHash, ...OAEP }, ciphertext)
    const decipher = createDecipheriv(
      keyWrapFor(key, algorithm),
      Buffer.from(version.material, 'base64'),
      KEY_WRAP_IV,
    )
    return Buffer.concat([decipher.update(ciphertext), decipher.final()])
  })
}

const OAEP = { padding: constants.RSA_PKCS1_OAEP_PADDING }

const oaepFor = ({ kty }: Key, algorithm: string): string | null =>
  kty.startsWith('RSA') ? (OAEP_HASHES[algorithm] ?? null) : null

function keyWrapFor({ kty, size }: Key, algorithm: string): string {
  const bits = KEY_WRAP_BITS[algorithm]
  if (kty !== 'oct-HSM' || bits !== size) {
    throw badParameter(`Key and signing algorithm are incompatible. Key is of type '${kty}'.`)
  }
  return `id-aes${bits}-wrap`
}

function tried(work: () => Buffer): Buffer {
  try {
    return work()
  } catch (error) {
    if (error instanceof Error && error.name === 'VaultError') throw error
    throw badParameter('The parameter is incorrect.')
  }
}
