import { keyArn } from '../arns'
import { isReplica, type Key } from '../keys'
import { type Role, roleArn } from '../roles'
import type { World } from '../world'

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString())

/** A key as the control API shows it: everything but its policy and its bytes. */
export function keyView(world: World, key: Key) {
  const { id, accountId, region, description, spec, usage, state } = key
  return {
    id,
    arn: keyArn(key),
    accountId,
    region,
    description,
    aliases: world.aliasesOf(key),
    spec,
    usage,
    state,
    createdAt: iso(key.createdAt),
    deletionAt: iso(key.deletionAt),
    multiRegion: multiRegionOf(world, key),
    materials: key.materials.map(({ id, createdAt, origin }) => ({ id, createdAt: iso(createdAt), origin })),
    rotation: {
      enabled: key.rotation.enabled,
      periodInDays: key.rotation.periodInDays,
      nextAt: iso(key.rotation.nextAt),
    },
  }
}
/** null for a key of one region; else which key is the primary, and all related ones. */
function multiRegionOf(world: World, key: Key) {
  if (key.primaryRegion === null) return null
  const related = world.related(key).map((other) => ({ region: other.region, state: other.state }))
  return { primaryRegion: key.primaryRegion, isPrimary: !isReplica(key), related }
}

/** A role without what it is made of inside. */
export function roleView(role: Role) {
  const { accountId, name, trustPolicy, policy, maxSessionSeconds } = role
  const createdAt = iso(role.createdAt)
  return { arn: roleArn(role), accountId, name, trustPolicy, policy, maxSessionSeconds, createdAt }
}

export type KeyView = ReturnType<typeof keyView>

/** The accounts without their credentials. */
export function accountViews(world: World) {
  return [...world.accounts.values()].map(({ id, name, principals }) => ({
    id,
    name,
    principals: principals.map(({ arn }) => ({ arn })),
    keys: world.keysOf(id).length,
  }))
}
