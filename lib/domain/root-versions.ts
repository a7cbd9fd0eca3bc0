import type { WatchedFacts } from './watched-facts'

const DAY_MS = 24 * 60 * 60_000

/** How the creation of a version is known. */
export const CREATED_FROM = ['listed', 'rotation_schedule', 'key_created', 'first_seen'] as const
export type CreatedFrom = (typeof CREATED_FROM)[number]

/** A version as a cloud lists it. */
export interface ListedVersion {
  id: string
  createdAt: Date | null
  state: string
  outcome: string
  current: boolean
  expiresAt: Date | null
}

/** A version or material of a linked key, as it is kept. */
export interface RootVersion {
  versionId: string
  keyCreatedAt: Date | null
  createdFrom: string
  state: string
  outcome: string
  current: boolean
  /** it was not listed, but named by an answer of the cloud */
  inferred: boolean
  expiresAt: Date | null
  firstSeenAt: Date
  lastSeenAt: Date
  firstUsedAt: Date | null
  lastUsedAt: Date | null
}

/** A wrap of a share under the key. */
export interface VersionWrap {
  keyMaterialId: string | null
  createdAt: Date
}

/** What a look at a key found, beside what was known. */
export interface Seen {
  now: Date
  facts: WatchedFacts
  /** null: the cloud does not let us list them */
  listed: ListedVersion[] | null
  known: RootVersion[]
  wraps: VersionWrap[]
}

/** The versions of a key after a look at it: as they were listed, or else inferred from what answers have named. */
export function versionsAfter(seen: Seen): RootVersion[] {
  const versions = seen.listed ? listedVersions(seen, seen.listed) : inferredVersions(seen)
  return versions.map((version) => withUses(version, seen.wraps))
}

function listedVersions({ now, known }: Seen, listed: ListedVersion[]): RootVersion[] {
  const found = listed.map(({ id, createdAt, state, outcome, current, expiresAt }): RootVersion => {
    const before = known.find(({ versionId }) => versionId === id)
    const fixed = { versionId: id, keyCreatedAt: createdAt, createdFrom: 'listed', inferred: false }
    return { ...unused(now), ...before, ...fixed, state, outcome, current, expiresAt, lastSeenAt: now }
  })
  const gone = known.filter(({ versionId }) => !listed.some(({ id }) => id === versionId))
  return [...found, ...gone.map((version) => ({ ...version, outcome: 'GONE', current: false }))]
}

/** Without a list every material is in the state of the key as a whole: at AWS they have none of their own. */
function inferredVersions(seen: Seen): RootVersion[] {
  const { now, facts, known, wraps } = seen
  const newestWrap = wraps.toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime())[0]
  const currentId = facts.currentMaterialId ?? newestWrap?.keyMaterialId ?? null
  const named = [
    ...known.map(({ versionId }) => versionId),
    currentId,
    ...wraps.map((wrap) => wrap.keyMaterialId),
  ]
  const ids = [...new Set(named)].filter((id) => id !== null)
  return ids.map((versionId): RootVersion => {
    const before = known.find((version) => version.versionId === versionId)
    const current = versionId === currentId
    const wrappedAt = wraps.filter((wrap) => wrap.keyMaterialId === versionId).map((wrap) => wrap.createdAt)
    const firstSeenAt = before?.firstSeenAt ?? earliest([now, ...wrappedAt])
    return {
      ...unused(now),
      ...(before ?? { versionId, ...creationOf(seen, current, firstSeenAt, ids.length === 1) }),
      versionId,
      state: facts.state,
      outcome: facts.outcome,
      current,
      inferred: true,
      expiresAt: current ? facts.expiresAt : null,
      firstSeenAt,
      lastSeenAt: current ? now : (before?.lastSeenAt ?? firstSeenAt),
    }
  })
}

/**
 * When a material that no list tells of was probably made: by the rotation before the next one, if that fits with what
 * was seen; the only one known together with its key; any other when it was first seen.
 */
function creationOf(
  { facts, known }: Seen,
  current: boolean,
  firstSeenAt: Date,
  isOnly: boolean,
): { keyCreatedAt: Date; createdFrom: CreatedFrom } {
  const { rotationEnabled, rotationPeriodDays, nextRotationAt, createdAt } = facts
  const notBefore = Math.max(
    ...known.map(({ lastSeenAt }) => lastSeenAt.getTime()),
    createdAt?.getTime() ?? 0,
  )
  if (current && rotationEnabled && rotationPeriodDays && nextRotationAt) {
    const rotatedMs = nextRotationAt.getTime() - rotationPeriodDays * DAY_MS
    if (rotatedMs > notBefore && rotatedMs <= firstSeenAt.getTime()) {
      return { keyCreatedAt: new Date(rotatedMs), createdFrom: 'rotation_schedule' }
    }
  }
  if (isOnly && createdAt) return { keyCreatedAt: createdAt, createdFrom: 'key_created' }
  return { keyCreatedAt: firstSeenAt, createdFrom: 'first_seen' }
}

function unused(now: Date): Pick<RootVersion, 'firstSeenAt' | 'firstUsedAt' | 'lastUsedAt'> {
  return { firstSeenAt: now, firstUsedAt: null, lastUsedAt: null }
}

/** A wrap is a use as well, from before anybody kept count. */
function withUses(version: RootVersion, wraps: VersionWrap[]): RootVersion {
  const uses = wraps.filter((wrap) => wrap.keyMaterialId === version.versionId).map((wrap) => wrap.createdAt)
  if (uses.length === 0) return version
  const { firstUsedAt, lastUsedAt } = version
  return {
    ...version,
    firstUsedAt: earliest(firstUsedAt ? [firstUsedAt, ...uses] : uses),
    lastUsedAt: latest(lastUsedAt ? [lastUsedAt, ...uses] : uses),
  }
}

const earliest = (dates: Date[]) => new Date(Math.min(...dates.map((date) => date.getTime())))
const latest = (dates: Date[]) => new Date(Math.max(...dates.map((date) => date.getTime())))

/** The version that took over since the look before; null when it is the same one, or the first that is known. */
export function newCurrent(known: RootVersion[], after: RootVersion[]): RootVersion | null {
  const before = known.find(({ current }) => current)
  const now = after.find(({ current }) => current)
  return before && now && before.versionId !== now.versionId ? now : null
}
