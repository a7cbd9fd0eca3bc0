import { findRole } from '../access'
import { rotationDueAt } from '../rotation'
import { hostOf, type Key, type KeyVersion, type Tenant, type Vault } from '../state'
import { purgeAt, type World } from '../world'

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString())

export type KeyState = 'Enabled' | 'Disabled' | 'Expired' | 'NotYetValid' | 'Deleted'

function stateOf(key: Key, now: number): KeyState {
  const newest = key.versions.at(-1)
  if (key.deletedAt !== null) return 'Deleted'
  if (newest?.enabled === false) return 'Disabled'
  if (newest?.notBefore != null && newest.notBefore > now) return 'NotYetValid'
  return newest?.expires != null && newest.expires <= now ? 'Expired' : 'Enabled'
}

const versionView = ({ id, enabled, notBefore, expires, created, keyOps }: KeyVersion) => ({
  id,
  enabled,
  notBefore: iso(notBefore),
  expires: iso(expires),
  createdAt: iso(created),
  keyOps,
})

/** A key as its owner's console shows it; no material is in it. */
export function keyView(world: World, vault: Vault, key: Key) {
  const rotate = key.rotationPolicy?.actions.find(({ type }) => type === 'Rotate')
  return {
    id: `https://${hostOf(vault)}/keys/${key.name.toLowerCase()}`,
    name: key.name,
    vault: vault.name,
    kind: key.curve === null ? `${key.kty} ${key.size}` : `${key.kty} ${key.curve}`,
    state: stateOf(key, world.clock.now()),
    /** Newest first. */
    versions: key.versions.map(versionView).reverse(),
    rotation: {
      every: rotate?.timeAfterCreate ?? null,
      expiresIn: key.rotationPolicy?.expiryTime ?? null,
      nextAt: iso(rotationDueAt(key)),
    },
    purgeAt: key.deletedAt === null ? null : iso(purgeAt(vault, key)),
  }
}
export type KeyView = ReturnType<typeof keyView>

export const vaultView = (vault: Vault) => ({
  name: vault.name,
  kind: vault.kind,
  host: hostOf(vault),
  tenantId: vault.tenantId,
  region: vault.region,
  accessModel: vault.accessModel,
  assignments: vault.assignments.map((assignment) => ({
    ...assignment,
    role: findRole(vault.kind, assignment.role)?.name ?? assignment.role,
  })),
  policies: vault.policies,
  firewallOpen: vault.firewallOpen,
  purgeProtection: vault.purgeProtection,
  softDeleteDays: vault.softDeleteDays,
  keys: Object.values(vault.keys).map(({ name }) => name),
})

export const tenantView = (world: World, { id, name, servicePrincipals }: Tenant) => ({
  id,
  name,
  applications: Object.entries(servicePrincipals).map(([clientId, { enabled, objectId }]) => ({
    clientId,
    objectId,
    name: world.apps.get(clientId)?.name ?? clientId,
    enabled,
  })),
})
