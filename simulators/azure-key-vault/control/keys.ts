import type { z } from 'zod'
import { CodedError } from '../../shared/errors'
import type { Key, Vault } from '../state'
import type { World } from '../world'
import { asOwner } from './as-owner'
import type { attributesRequest, createKeyRequest, rotationRequest } from './schema'
import { keyView } from './view'

/** @throws CodedError 404 */
export function findVault(world: World, name: string | undefined): Vault {
  const vault = world.state.vaults[name ?? '']
  if (vault === undefined) throw new CodedError(404, 'VAULT_NOT_FOUND', 'There is no such vault here.')
  return vault
}

/** The key of `[vault, key]`, deleted or not. @throws CodedError 404 */
export function findKey(world: World, [vaultName, keyName = '']: string[]): { vault: Vault; key: Key } {
  const vault = findVault(world, vaultName)
  const key = vault.keys[keyName.toLowerCase()]
  if (key === undefined) throw new CodedError(404, 'KEY_NOT_FOUND', 'There is no such key in this vault.')
  return { vault, key }
}

const seconds = (iso: string | null | undefined): number | null | undefined =>
  iso == null ? iso : Math.floor(Date.parse(iso) / 1000)

const attributesOf = ({
  notBefore,
  expires,
}: {
  notBefore?: string | null | undefined
  expires?: string | null | undefined
}) => ({
  nbf: seconds(notBefore),
  exp: seconds(expires),
})

export async function createKey(world: World, vaultName: string, request: z.output<typeof createKeyRequest>) {
  const vault = findVault(world, vaultName)
  const { name, size, curve, keyOps, enabled } = request
  if (vault.keys[name.toLowerCase()]?.deletedAt === null) {
    throw new CodedError(409, 'KEY_EXISTS', `There is a key ${name} in this vault already.`)
  }
  await asOwner(world, vault, 'KeyCreate', [name], {
    kty: request.kty ?? (vault.kind === 'vault' ? 'RSA' : 'oct-HSM'),
    key_size: size,
    crv: curve,
    key_ops: keyOps,
    attributes: { enabled, ...attributesOf(request) },
  })
  return viewOf(world, [vaultName, name])
}

/** Enables or disables every version of a key, or the one named. */
export async function setEnabled(world: World, [vaultName = '', name = '', id]: string[], enabled: boolean) {
  const { vault, key } = findKey(world, [vaultName, name])
  const ids = id === undefined ? key.versions.map((version) => version.id) : [id]
  for (const one of ids) await asOwner(world, vault, 'KeyUpdate', [name, one], { attributes: { enabled } })
  return viewOf(world, [vaultName, name])
}

/** Changes the dates and the use of the newest version. */
export async function setAttributes(
  world: World,
  path: string[],
  request: z.output<typeof attributesRequest>,
) {
  const { vault, key } = findKey(world, path)
  const body = { key_ops: request.keyOps, attributes: attributesOf(request) }
  await asOwner(world, vault, 'KeyUpdate', [key.name], body)
  return viewOf(world, path)
}

export async function setRotation(world: World, path: string[], request: z.output<typeof rotationRequest>) {
  const { vault, key } = findKey(world, path)
  const { every, expiresIn } = request
  const rotate = every === null ? [] : [{ trigger: { timeAfterCreate: every }, action: { type: 'Rotate' } }]
  await asOwner(world, vault, 'KeySetRotationPolicy', [key.name], {
    lifetimeActions: rotate,
    attributes: { expiryTime: expiresIn },
  })
  return viewOf(world, path)
}

const OPERATIONS: Record<string, string> = {
  rotate: 'KeyRotate',
  delete: 'KeyDelete',
  recover: 'KeyRecover',
  purge: 'KeyPurge',
}

/** Rotates, deletes, recovers or purges a key. */
export async function operate(world: World, path: string[], action: string) {
  const { vault, key } = findKey(world, path)
  await asOwner(world, vault, OPERATIONS[action] ?? '', [key.name])
  return action === 'purge' ? {} : viewOf(world, path)
}

function viewOf(world: World, path: string[]) {
  const { vault, key } = findKey(world, path)
  return { key: keyView(world, vault, key) }
}
