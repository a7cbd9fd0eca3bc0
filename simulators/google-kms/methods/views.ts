import { type Key, primaryOf, type Version, versionName } from '../keys'
import type { Ring } from '../state'

/* Resources as Google's messages have them. */

const timestamp = (ms: number | null) =>
  ms === null ? null : { seconds: Math.floor(ms / 1000), nanos: Math.round(ms % 1000) * 1_000_000 }
const duration = (ms: number | null) => (ms === null ? null : { seconds: Math.round(ms / 1000), nanos: 0 })

export const ringMessage = (ring: Ring) => ({ name: ring.name, createTime: timestamp(ring.createdAt) })

export function versionMessage(key: Key, version: Version) {
  const { state, createdAt, destroyAt, destroyedAt } = version
  return {
    name: versionName(key, version),
    state,
    protectionLevel: key.protectionLevel,
    algorithm: key.algorithm,
    createTime: timestamp(createdAt),
    generateTime: timestamp(createdAt),
    destroyTime: state === 'DESTROY_SCHEDULED' ? timestamp(destroyAt) : null,
    destroyEventTime: timestamp(destroyedAt),
    reimportEligible: false,
  }
}

export function keyMessage(key: Key) {
  const primary = primaryOf(key)
  const { rotationPeriodMs } = key
  return {
    name: key.name,
    primary: primary && versionMessage(key, primary),
    purpose: key.purpose,
    createTime: timestamp(key.createdAt),
    nextRotationTime: timestamp(key.nextRotationAt),
    ...(rotationPeriodMs === null ? {} : { rotationPeriod: duration(rotationPeriodMs) }),
    versionTemplate: { protectionLevel: key.protectionLevel, algorithm: key.algorithm },
    labels: key.labels,
    importOnly: false,
    destroyScheduledDuration: duration(key.destroyScheduledMs),
  }
}
