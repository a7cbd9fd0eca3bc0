import { z } from 'zod'
import { invalidArgument } from '../errors'
import { method, unsupported } from './method'
import { keyMessage, ringMessage, versionMessage } from './views'

const named = z.object({ name: z.string() })
const READ_ONLY = { readOnly: true }

export const getKeyRing = method(
  'GetKeyRing',
  named,
  (call, { name }) => ringMessage(call.ring(call.require('cloudkms.keyRings.get', name, 'keyRing').ring)),
  READ_ONLY,
)

export const getCryptoKey = method(
  'GetCryptoKey',
  named,
  (call, { name }) => keyMessage(call.key(call.require('cloudkms.cryptoKeys.get', name, 'cryptoKey').key)),
  READ_ONLY,
)

export const getCryptoKeyVersion = method(
  'GetCryptoKeyVersion',
  named,
  (call, { name }) => {
    const found = call.version(call.require('cloudkms.cryptoKeyVersions.get', name, 'cryptoKeyVersion'))
    return versionMessage(found.key, found.version)
  },
  READ_ONLY,
)

const list = z.object({
  parent: z.string(),
  pageSize: z.int().min(0).max(1000),
  pageToken: z.string(),
  filter: unsupported,
  orderBy: unsupported,
})

export const listKeyRings = method(
  'ListKeyRings',
  list,
  (call, { parent, ...paging }) => {
    call.require('cloudkms.keyRings.list', parent, 'location')
    const rings = [...call.world.rings.values()].filter(({ name }) => name.startsWith(`${parent}/`))
    const { page, ...rest } = pageOf(rings, paging)
    return { keyRings: page.map(ringMessage), ...rest }
  },
  READ_ONLY,
)

export const listCryptoKeys = method(
  'ListCryptoKeys',
  list,
  (call, { parent, ...paging }) => {
    const ring = call.ring(call.require('cloudkms.cryptoKeys.list', parent, 'keyRing').ring)
    const { page, ...rest } = pageOf(call.world.keysIn(ring.name), paging)
    return { cryptoKeys: page.map(keyMessage), ...rest }
  },
  READ_ONLY,
)

export const listCryptoKeyVersions = method(
  'ListCryptoKeyVersions',
  list,
  (call, { parent, ...paging }) => {
    const key = call.key(call.require('cloudkms.cryptoKeyVersions.list', parent, 'cryptoKey').key)
    const { page, ...rest } = pageOf(key.versions, paging)
    return { cryptoKeyVersions: page.map((version) => versionMessage(key, version)), ...rest }
  },
  READ_ONLY,
)

function pageOf<T>(all: readonly T[], { pageSize, pageToken }: { pageSize: number; pageToken: string }) {
  const start = pageToken === '' ? 0 : Number(Buffer.from(pageToken, 'base64url').toString())
  if (!Number.isInteger(start) || start < 0) throw invalidArgument('page_token is invalid.')
  const end = start + (pageSize || 100)
  const nextPageToken = end < all.length ? Buffer.from(String(end)).toString('base64url') : ''
  return { page: all.slice(start, end), nextPageToken, totalSize: all.length }
}
