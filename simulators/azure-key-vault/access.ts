import { forbidden } from './errors'
import type { Vault } from './state'

/** What a caller may be let to do, by its name in access policies, with its name in Azure RBAC. */
export const PERMISSIONS = {
  get: 'read',
  list: 'read',
  create: 'create/action',
  update: 'update/action',
  delete: 'delete',
  recover: 'recover/action',
  purge: 'purge/action',
  wrapKey: 'wrap/action',
  unwrapKey: 'unwrap/action',
  encrypt: 'encrypt/action',
  decrypt: 'decrypt/action',
  rotate: 'rotate/action',
  getRotationPolicy: 'rotationpolicy/read',
  setRotationPolicy: 'rotationpolicy/write',
} as const

export type Permission = keyof typeof PERMISSIONS
const ALL = Object.keys(PERMISSIONS) as Permission[]

interface Role {
  name: string
  id: string
  permissions: readonly Permission[]
}

const USE: Permission[] = ['get', 'list', 'wrapKey', 'unwrapKey']
const NONE: Permission[] = []

/** The built-in roles that concern keys, in so far as they concern what is simulated here. */
export const ROLES: Record<Vault['kind'], readonly Role[]> = {
  vault: [
    {
      name: 'Key Vault Crypto Service Encryption User',
      id: 'e147488a-f6f5-4113-8e2d-b22465e65bf6',
      permissions: USE,
    },
    {
      name: 'Key Vault Crypto User',
      id: '12338af0-0e69-4776-bea7-57ae8d297424',
      permissions: [...USE, 'update', 'encrypt', 'decrypt'],
    },
    { name: 'Key Vault Crypto Officer', id: '14b46e9e-c2b7-41b4-b07b-48a6ebf60603', permissions: ALL },
    { name: 'Key Vault Reader', id: '21090545-7ca7-4776-b22c-e363652d74d2', permissions: ['get', 'list'] },
    { name: 'Key Vault Contributor', id: 'f25e0fa2-a7c8-4377-a976-54943a77a395', permissions: NONE },
  ],
  managed_hsm: [
    {
      name: 'Managed HSM Crypto Service Encryption User',
      id: '33413926-3206-4cdd-b39a-83574fe37a17',
      permissions: USE,
    },
    {
      name: 'Managed HSM Crypto User',
      id: '21dbd100-6940-42c2-9190-5d6cb909625b',
      permissions: ALL.filter((permission) => permission !== 'recover' && permission !== 'purge'),
    },
    {
      name: 'Managed HSM Crypto Officer',
      id: '515eb02d-2335-4d2d-92f2-b1cbdf9c3778',
      permissions: ['get', 'list', 'recover', 'purge'],
    },
  ],
}

/** A role of a vault's kind by its name or id. */
export const findRole = (kind: Vault['kind'], nameOrId: string): Role | undefined =>
  ROLES[kind].find(({ name, id }) => name === nameOrId || id === nameOrId)

/** @throws VaultError 403 unless the vault lets the application do that with that key (null: with the vault) */
export function requirePermission(
  vault: Vault,
  clientId: string,
  permission: Permission,
  keyName: string | null,
): void {
  if (!vault.firewallOpen) {
    throw forbidden(
      'Client address is not authorized and caller is not a trusted service.\nClient address: 203.0.113.7\nCaller: appid='.concat(
        clientId,
      ),
      'ForbiddenByFirewall',
    )
  }
  if (vault.accessModel === 'policy') {
    if (vault.policies[clientId]?.includes(permission)) return
    throw forbidden(
      `The user, group or application 'appid=${clientId}' does not have keys ${permission} permission on key vault '${vault.name};location=${vault.region}'.`,
      'ForbiddenByPolicy',
    )
  }
  const granted = vault.assignments.some(
    ({ principal, role, scope }) =>
      principal === clientId &&
      (scope === '/' || (keyName !== null && scope.toLowerCase() === `/keys/${keyName.toLowerCase()}`)) &&
      findRole(vault.kind, role)?.permissions.includes(permission),
  )
  if (granted) return
  throw forbidden(
    `Caller is not authorized to perform action on resource.\nIf role assignments, deny assignments or role definitions were changed recently, please observe propagation time.\nCaller: appid=${clientId}\nAction: 'Microsoft.KeyVault/vaults/keys/${PERMISSIONS[permission]}'`,
    'ForbiddenByRbac',
  )
}
