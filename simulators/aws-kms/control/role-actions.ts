import type { z } from 'zod'
import { CodedError } from '../../shared/errors'
import { assertIdentityPolicy, assertTrustPolicy, makeId, NOTHING, type Role, roleArn } from '../roles'
import type { World } from '../world'
import { findAccount } from './actions'
import type { createRoleRequest } from './schema'
import { roleView } from './view'

/** The role of `[account id, name]`. @throws CodedError 404 */
export function findRole(world: World, [accountId, name = '']: string[]): Role {
  const role = world.role(findAccount(world, accountId).id, name)
  if (!role) throw new CodedError(404, 'ROLE_NOT_FOUND', 'There is no such role in this account.')
  return role
}

/** @throws CodedError 409 for a name that is taken, KmsError for a policy that is wrong */
export async function createRole(
  world: World,
  accountId: string,
  request: z.output<typeof createRoleRequest>,
) {
  const { name, trustPolicy, policy = NOTHING, maxSessionSeconds } = request
  if (world.principalExists(roleArn({ accountId, name }))) {
    throw new CodedError(409, 'EntityAlreadyExists', `There is a role ${name} in this account already.`)
  }
  assertTrustPolicy(trustPolicy, (arn) => world.principalExists(arn))
  assertIdentityPolicy(policy)
  const createdAt = world.clock.now()
  const role = { id: makeId('AROA'), accountId, name, trustPolicy, policy, createdAt, maxSessionSeconds }
  world.addRole(role)
  await world.store.save()
  return { role: roleView(role) }
}

/** Puts one of a role's two policies. @throws KmsError for a policy that is wrong */
export async function changeRole(world: World, role: Role, which: 'trustPolicy' | 'policy', text: string) {
  if (which === 'policy') assertIdentityPolicy(text)
  else assertTrustPolicy(text, (arn) => world.principalExists(arn))
  role[which] = text
  await world.store.save()
  return { role: roleView(role) }
}

/** Its sessions may do nothing from now on. */
export async function removeRole(world: World, role: Role) {
  world.removeRole(role)
  await world.store.save()
  return { removed: roleArn(role) }
}

/** Lets every session credential that was given out until now be expired, as if its time were over. */
export async function expireSessions(world: World) {
  world.sessions.endedBeforeMs = Date.now() + 1
  await world.store.save()
  return { endedBefore: new Date(world.sessions.endedBeforeMs).toISOString() }
}
