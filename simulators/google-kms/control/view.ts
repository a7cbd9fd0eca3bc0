import type { Key } from '../keys'
import { lastOf, locationOf } from '../names'
import type { Project } from '../principals'
import type { World } from '../world'

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString())
const DAY_MS = 86_400_000

/** A key as the control API shows it: everything but its bytes. */
export function keyView(key: Key) {
  const ring = key.name.split('/')[5] ?? ''
  return {
    name: key.name,
    key: lastOf(key.name),
    keyRing: ring,
    location: locationOf(key.name),
    purpose: key.purpose,
    algorithm: key.algorithm,
    protectionLevel: key.protectionLevel,
    createdAt: iso(key.createdAt),
    primary: key.primary,
    rotation: {
      periodDays: key.rotationPeriodMs === null ? null : Math.round(key.rotationPeriodMs / DAY_MS),
      nextAt: iso(key.nextRotationAt),
    },
    destroyScheduledDays: Math.round(key.destroyScheduledMs / DAY_MS),
    bindings: key.bindings,
    versions: key.versions.map(({ number, state, origin, createdAt, destroyAt, destroyedAt }) => ({
      number,
      state,
      origin,
      createdAt: iso(createdAt),
      destroyAt: iso(state === 'DESTROY_SCHEDULED' ? destroyAt : null),
      destroyedAt: iso(destroyedAt),
    })),
  }
}
export type KeyView = ReturnType<typeof keyView>

export function projectView(world: World, project: Project) {
  const { id, number, name, apiEnabled, bindings, customRoles } = project
  const serviceAccounts = project.serviceAccounts.map((account) => ({ ...account }))
  const keys = world.keysOf(id).length
  return { id, number, name, apiEnabled, bindings, customRoles, serviceAccounts, keys }
}
