import { makeVersion } from './keys'
import type { Key, KeyVersion, RotationPolicy } from './state'

const DAY_MS = 24 * 60 * 60 * 1000
/** A moved clock may owe many rotations; the oldest of them have no use. */
const MOST_AT_ONCE = 50

/** An ISO 8601 duration of years, months, weeks and days in milliseconds; null for any other. */
export function durationMs(duration: string): number | null {
  const found = /^P(?=\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$/.exec(duration)
  if (found === null) return null
  const [years = 0, months = 0, weeks = 0, days = 0] = found.slice(1).map((part) => Number(part ?? 0))
  return (years * 365 + months * 30 + weeks * 7 + days) * DAY_MS
}

/** When the newest version is due to be followed by another one; null when it is not. */
export function rotationDueAt({ rotationPolicy, versions }: Key): number | null {
  const newest = versions.at(-1)
  const rotate = rotationPolicy?.actions.find(({ type }) => type === 'Rotate')
  if (newest === undefined || rotate === undefined) return null
  const after = rotate.timeAfterCreate === null ? null : durationMs(rotate.timeAfterCreate)
  if (after !== null) return newest.created + after
  const before = rotate.timeBeforeExpiry === null ? null : durationMs(rotate.timeBeforeExpiry)
  return before === null || newest.expires === null ? null : newest.expires - before
}

/** Adds a version that follows the newest one, as a rotation at that time does. */
export async function rotate(key: Key, now: number): Promise<KeyVersion> {
  const { keyOps = [] } = key.versions.at(-1) ?? {}
  const version = await makeVersion(key, { keyOps, expires: expiryOf(key.rotationPolicy, now) }, now)
  key.versions.push(version)
  return version
}

const expiryOf = (policy: RotationPolicy | null, now: number): number | null => {
  const life = policy?.expiryTime == null ? null : durationMs(policy.expiryTime)
  return life === null ? null : now + life
}

/** Rotates a key as often as its policy asks for until now. Returns how often. */
export async function rotateIfDue(key: Key, now: number): Promise<number> {
  for (let count = 0; count < MOST_AT_ONCE; count++) {
    const due = rotationDueAt(key)
    if (due === null || due > now || key.deletedAt !== null || key.versions.at(-1)?.enabled === false)
      return count
    await rotate(key, due)
  }
  return MOST_AT_ONCE
}
