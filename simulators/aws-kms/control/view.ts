import { keyArn } from '../arns'
import type { Key } from '../keys'
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
    materials: key.materials.map(({ id, createdAt, origin }) => ({ id, createdAt: iso(createdAt), origin })),
    rotation: {
      enabled: key.rotation.enabled,
      periodInDays: key.rotation.periodInDays,
      nextAt: iso(key.rotation.nextAt),
    },
  }
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
