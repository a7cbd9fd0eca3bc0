import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { CodedError } from '../../shared/errors'
import { findRole, type Permission } from '../access'
import type { Tenant } from '../state'
import type { World } from '../world'
import { findVault } from './keys'
import type { assignmentRequest, vaultRequest } from './schema'
import { tenantView, vaultView } from './view'

/** Changes something about who may do what, and puts it on the disk. */
async function changed<T>(world: World, change: () => void, view: () => T): Promise<T> {
  world.aboutToChange()
  change()
  await world.store.save()
  return view()
}

/** @throws CodedError 404 */
export function findTenant(world: World, id: string | undefined): Tenant {
  const tenant = world.state.tenants[id ?? '']
  if (tenant === undefined) throw new CodedError(404, 'TENANT_NOT_FOUND', 'There is no such directory here.')
  return tenant
}

/** The directory's admin consents to an application: it gets a service principal there. */
export function consent(world: World, tenantId: string, clientId: string) {
  const tenant = findTenant(world, tenantId)
  if (!world.apps.has(clientId)) {
    throw new CodedError(404, 'APP_NOT_FOUND', 'There is no such application in any directory.')
  }
  return changed(
    world,
    () => {
      tenant.servicePrincipals[clientId] ??= { objectId: randomUUID(), enabled: true }
    },
    () => ({ tenant: tenantView(world, tenant) }),
  )
}

/** The application is removed from the directory, or disabled, or enabled again. */
export function setPrincipal(world: World, [tenantId, clientId = '']: string[], to: 'gone' | boolean) {
  const tenant = findTenant(world, tenantId)
  const principal = tenant.servicePrincipals[clientId]
  if (principal === undefined) {
    throw new CodedError(404, 'APP_NOT_FOUND', 'That application is not in this directory.')
  }
  return changed(
    world,
    () => {
      if (to === 'gone') delete tenant.servicePrincipals[clientId]
      else principal.enabled = to
    },
    () => ({ tenant: tenantView(world, tenant) }),
  )
}

export function assign(world: World, vaultName: string, request: z.output<typeof assignmentRequest>) {
  const vault = findVault(world, vaultName)
  if (findRole(vault.kind, request.role) === undefined) {
    throw new CodedError(404, 'ROLE_NOT_FOUND', `There is no role ${request.role} here.`)
  }
  const assignment = { id: randomUUID(), ...request }
  return changed(
    world,
    () => vault.assignments.push(assignment),
    () => ({ assignment }),
  )
}

/** Removes one role assignment, or all of them. */
export function unassign(world: World, [vaultName, id]: string[]) {
  const vault = findVault(world, vaultName)
  const kept = vault.assignments.filter((assignment) => id && assignment.id !== id)
  if (id && kept.length === vault.assignments.length) {
    throw new CodedError(404, 'ASSIGNMENT_NOT_FOUND', 'There is no such role assignment.')
  }
  return changed(
    world,
    () => {
      vault.assignments = kept
    },
    () => ({ vault: vaultView(vault) }),
  )
}

export function setPolicy(world: World, [vaultName, clientId = '']: string[], permissions: Permission[]) {
  const vault = findVault(world, vaultName)
  return changed(
    world,
    () => {
      vault.policies[clientId.toLowerCase()] = permissions
    },
    () => ({ vault: vaultView(vault) }),
  )
}

/** Changes the vault itself: its access model, its firewall, its purge protection. */
export function setVault(world: World, vaultName: string, request: z.output<typeof vaultRequest>) {
  const vault = findVault(world, vaultName)
  return changed(
    world,
    () => {
      vault.accessModel = request.accessModel ?? vault.accessModel
      vault.firewallOpen = request.firewallOpen ?? vault.firewallOpen
      vault.purgeProtection = request.purgeProtection ?? vault.purgeProtection
    },
    () => ({ vault: vaultView(vault) }),
  )
}
