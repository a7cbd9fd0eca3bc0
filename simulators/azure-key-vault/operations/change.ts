import { VaultError } from '../errors'
import { emptyKey, makeVersion } from '../keys'
import { rotate } from '../rotation'
import { hostOf, type Key } from '../state'
import type { Context } from './context'
import { createRequest, rotationRequest, updateRequest } from './schema'
import { deletedPart, keyBundle, policyView } from './views'

const milliseconds = (seconds: number | null | undefined): number | null =>
  seconds == null ? null : seconds * 1000

/** Creates a key, or a new version of one that is there. */
export async function createKey(context: Context, [name = '']: string[]): Promise<object> {
  context.require('create', name)
  const { kty, key_size, crv, key_ops, attributes, tags } = createRequest.parse(context.body)
  const kind = kindIn(context, kty)
  const { keys } = context.current
  const present = keys[name.toLowerCase()]
  if (present?.deletedAt != null) {
    throw new VaultError(
      409,
      'Conflict',
      `Key ${name} is currently in a deleted but recoverable state, and its name cannot be reused; in this state, the key can only be recovered or purged.`,
      'ObjectIsDeletedButRecoverable',
    )
  }
  const request = {
    kty: kind,
    size: key_size,
    curve: crv,
    tags,
    keyOps: key_ops,
    enabled: attributes?.enabled,
    notBefore: milliseconds(attributes?.nbf),
    expires: milliseconds(attributes?.exp),
  }
  const shape = emptyKey(name, request)
  const key = present ?? shape
  // A new version may be of another kind or size; here the key is what its newest version is.
  Object.assign(key, { kty: shape.kty, size: shape.size, curve: shape.curve })
  const version = await makeVersion(key, request, context.world.clock.now())
  context.world.aboutToChange()
  key.versions.push(version)
  keys[name.toLowerCase()] = key
  return keyBundle(context, key, version)
}

/** A vault has no symmetric keys, a Managed HSM has nothing but keys in hardware. */
function kindIn({ vault }: Context, kty: string): Key['kty'] {
  if (vault.kind === 'managed_hsm') return `${kty.replace('-HSM', '')}-HSM` as Key['kty']
  if (kty.startsWith('oct')) {
    throw new VaultError(400, 'BadParameter', `Property kty has invalid value: ${kty}`)
  }
  return kty as Key['kty']
}

export function updateKey(context: Context, [name = '', id]: string[]): object {
  context.require('update', name)
  const { key_ops, attributes, tags } = updateRequest.parse(context.body)
  const key = currentKey(context, name)
  const { version: seen } = context.version(name, id)
  const version = key.versions.find((one) => one.id === seen.id) ?? seen
  context.world.aboutToChange()
  if (key_ops !== undefined) version.keyOps = key_ops
  if (tags !== undefined) key.tags = tags
  if (attributes?.enabled !== undefined) version.enabled = attributes.enabled
  if (attributes?.nbf !== undefined) version.notBefore = milliseconds(attributes.nbf)
  if (attributes?.exp !== undefined) version.expires = milliseconds(attributes.exp)
  version.updated = context.world.clock.now()
  return keyBundle(context, key, version)
}

export async function rotateKey(context: Context, [name = '']: string[]): Promise<object> {
  context.require('rotate', name)
  const key = currentKey(context, name)
  context.world.aboutToChange()
  return keyBundle(context, key, await rotate(key, context.world.clock.now()))
}

export function deleteKey(context: Context, [name = '']: string[]): object {
  context.require('delete', name)
  const key = currentKey(context, name)
  context.world.aboutToChange()
  key.deletedAt = context.world.clock.now()
  const version = key.versions.at(-1)
  const bundle = version === undefined ? {} : keyBundle(context, key, version)
  return { ...deletedPart(context, key, hostOf(context.vault)), ...bundle }
}

export function recoverKey(context: Context, [name = '']: string[]): object {
  context.require('recover', name)
  context.deletedKey(name)
  const key = context.current.keys[name.toLowerCase()]
  if (key === undefined) throw new VaultError(404, 'KeyNotFound', `Deleted Key not found: ${name}`)
  context.world.aboutToChange()
  key.deletedAt = null
  const version = key.versions.at(-1)
  return version === undefined ? {} : keyBundle(context, key, version)
}

export function purgeKey(context: Context, [name = '']: string[]): null {
  context.require('purge', name)
  context.deletedKey(name)
  if (context.vault.purgeProtection) {
    throw new VaultError(
      403,
      'Forbidden',
      'Operation "purge" is not allowed because purge protection is enabled for this vault.',
      'ForbiddenByPolicy',
    )
  }
  context.world.aboutToChange()
  delete context.current.keys[name.toLowerCase()]
  return null
}

export function setRotationPolicy(context: Context, [name = '']: string[]): object {
  context.require('setRotationPolicy', name)
  const { lifetimeActions, attributes } = rotationRequest.parse(context.body)
  const key = currentKey(context, name)
  const now = context.world.clock.now()
  context.world.aboutToChange()
  key.rotationPolicy = {
    expiryTime: attributes?.expiryTime ?? null,
    actions: lifetimeActions.map(({ trigger, action }) => ({
      type: action.type.toLowerCase() === 'rotate' ? 'Rotate' : 'Notify',
      timeAfterCreate: trigger.timeAfterCreate ?? null,
      timeBeforeExpiry: trigger.timeBeforeExpiry ?? null,
    })),
    created: key.rotationPolicy?.created ?? now,
    updated: now,
  }
  return policyView(`${context.kid(key)}/rotationpolicy`, key.rotationPolicy, key)
}

/** The key as it is by now, if it answers at all. */
function currentKey(context: Context, name: string): Key {
  const seen = context.key(name)
  return context.current.keys[name.toLowerCase()] ?? seen
}
