import { createPrivateKey, createPublicKey, generateKeyPair, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { badParameter } from './errors'
import type { Key, KeyVersion } from './state'

const makePair = promisify(generateKeyPair)
const RSA_SIZES = [2048, 3072, 4096]
const CURVES: Record<string, string> = { 'P-256': 'prime256v1', 'P-384': 'secp384r1', 'P-521': 'secp521r1' }
const ALL_OPS = {
  RSA: ['encrypt', 'decrypt', 'sign', 'verify', 'wrapKey', 'unwrapKey'],
  EC: ['sign', 'verify'],
  oct: ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey'],
}

export interface KeyRequest {
  kty: Key['kty']
  size?: number | undefined
  curve?: string | undefined
  keyOps?: string[] | undefined
  enabled?: boolean | undefined
  notBefore?: number | null | undefined
  expires?: number | null | undefined
  tags?: Record<string, string> | undefined
}

const familyOf = (kty: Key['kty']) => (kty.startsWith('RSA') ? 'RSA' : kty.startsWith('EC') ? 'EC' : 'oct')

/** Makes a key without a version. @throws VaultError for a kind or size that Azure has not */
export function emptyKey(name: string, request: KeyRequest): Key {
  const { kty, curve = null, tags = {} } = request
  const family = familyOf(kty)
  const size = request.size ?? (family === 'RSA' ? 2048 : 256)
  if (family === 'RSA' && !RSA_SIZES.includes(size)) throw badParameter('The key size is not supported.')
  if (family === 'oct' && ![128, 192, 256].includes(size))
    throw badParameter('The key size is not supported.')
  const named = family === 'EC' ? (curve ?? 'P-256') : null
  if (named !== null && !(named in CURVES)) throw badParameter('The curve is not supported.')
  return { name, kty, size, curve: named, tags, versions: [], rotationPolicy: null, deletedAt: null }
}

/** Makes a version with new material; the caller adds it to the key. */
export async function makeVersion(
  key: Key,
  request: Omit<KeyRequest, 'kty'>,
  now: number,
): Promise<KeyVersion> {
  const { keyOps, enabled = true, notBefore = null, expires = null } = request
  return {
    id: randomBytes(16).toString('hex'),
    keyOps: keyOps ?? ALL_OPS[familyOf(key.kty)],
    material: await makeMaterial(key),
    enabled,
    notBefore,
    expires,
    created: now,
    updated: now,
  }
}

async function makeMaterial({ kty, size, curve }: Key): Promise<string> {
  if (familyOf(kty) === 'oct') return randomBytes(size / 8).toString('base64')
  const { privateKey } =
    familyOf(kty) === 'RSA'
      ? await makePair('rsa', { modulusLength: size })
      : await makePair('ec', { namedCurve: CURVES[curve ?? ''] ?? 'prime256v1' })
  return privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64')
}

/** A version's private key. Throws for a symmetric one. */
export const privateKeyOf = ({ material }: KeyVersion) =>
  createPrivateKey({ key: Buffer.from(material, 'base64'), format: 'der', type: 'pkcs8' })

/** The public part of a version, as members of a JSON Web Key; none for a symmetric one. */
export function publicPart({ kty }: Key, version: KeyVersion): Record<string, unknown> {
  if (familyOf(kty) === 'oct') return {}
  const { kty: _, ...parts } = createPublicKey(privateKeyOf(version)).export({ format: 'jwk' })
  return parts
}
