import { CLOUD_WORDS } from './cloud-words'
import { daysUntil } from './key-dates'
import type { Cloud } from './provider'
import type { WatchedFacts } from './watched-facts'

const DAY_MS = 24 * 60 * 60_000

/** Days before a date at which people are told of it. */
export const NOTICE_DAYS = [90, 30, 7, 1] as const
export type NoticeDays = (typeof NOTICE_DAYS)[number]

/** A watched key as the calendar needs it. */
export interface DatedKey {
  linkId: string
  cloud: Cloud
  /** the key in use, one that is to take over, or one that was replaced and is still needed */
  role: 'active' | 'staged' | 'replaced'
  facts: WatchedFacts | null
  versions: { versionId: string; outcome: string; current: boolean; expiresAt: Date | null; wraps: number }[]
}

/** Something that happens to a key on a date. */
export interface KeyDate {
  linkId: string
  cloud: Cloud
  role: DatedKey['role']
  kind: 'expiry' | 'deletion' | 'rotation'
  /** the version that it happens to; null: the key as a whole */
  version: string | null
  at: Date
  /** begun days count as whole; zero or less: it has happened */
  daysLeft: number
  /** the last whole day, UTC, on which acting is sure to help; null: nobody has to act */
  lastSafeDay: Date | null
  /** the last notice that is due by now; null: none yet */
  notice: NoticeDays | null
  what: string
  todo: string
}

/** All that is known to happen to the keys, the next first; what is over is left out after a day. */
export function keyDates(keys: DatedKey[], now: Date): KeyDate[] {
  return keys
    .flatMap((key) => datesOf(key, now))
    .filter(({ daysLeft }) => daysLeft > -1)
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
}

/** Whether people are told of a date on the overview too: of what is harmless only in its last week. */
export function isNoticed({ kind, notice }: Pick<KeyDate, 'kind' | 'notice'>): boolean {
  return notice !== null && (kind !== 'rotation' || notice <= 7)
}

function datesOf(key: DatedKey, now: Date): KeyDate[] {
  const { facts, cloud } = key
  const make = (kind: KeyDate['kind'], version: string | null, at: Date | null | undefined, words: Words) =>
    at ? [dateOf(key, kind, version, at, now, words)] : []
  const doomed = doomedVersions(key)
  const isNamed = doomed.some(({ current }) => current)
  return [
    ...make(
      'expiry',
      cloud === 'azure' ? (facts?.currentMaterialId ?? null) : null,
      facts?.expiresAt,
      EXPIRY[cloud],
    ),
    // Google has no deletion of a key as a whole: its versions are destroyed one by one.
    ...(isNamed ? [] : make('deletion', null, facts?.deletionAt, DELETION[cloud])),
    ...doomed.flatMap((version) =>
      make('deletion', version.versionId, version.expiresAt, doomWords(version)),
    ),
    ...make('rotation', null, facts?.rotationEnabled ? facts.nextRotationAt : null, rotationWords(cloud)),
  ]
}

const doomedVersions = ({ cloud, versions }: DatedKey) =>
  cloud === 'google' ? versions.filter(({ outcome }) => outcome === 'PENDING_DELETION') : []

interface Words {
  what: string
  todo: string
}

function dateOf(
  { linkId, cloud, role }: DatedKey,
  kind: KeyDate['kind'],
  version: string | null,
  at: Date,
  now: Date,
  words: Words,
): KeyDate {
  const daysLeft = daysUntil(at, now)
  const mustAct = kind !== 'rotation' && words !== UNUSED
  const lastSafeDay = mustAct ? dayBefore(at) : null
  const notice = NOTICE_DAYS.toReversed().find((days) => daysLeft <= days) ?? null
  return { linkId, cloud, role, kind, version, at, daysLeft, lastSafeDay, notice, ...words }
}

/** The day before, as its beginning in UTC. */
const dayBefore = (at: Date) => new Date(Math.floor(at.getTime() / DAY_MS) * DAY_MS - DAY_MS)

const LOST = 'After that, nothing under it can ever be opened again.'

const DELETION: Record<Cloud, Words> = {
  aws: { what: `The key is deleted for good. ${LOST}`, todo: 'Cancel the deletion and enable the key.' },
  azure: { what: `The key is purged for good. ${LOST}`, todo: 'Recover the key.' },
  google: {
    what: `The version is destroyed for good. ${LOST}`,
    todo: 'Restore the version and enable it.',
  },
}

const UNUSED: Words = {
  what: 'The version is destroyed for good. Nothing depends on it.',
  todo: 'Nothing to do.',
}
const UNWRAPPED: Words = {
  what: 'The version in use is destroyed for good. Nothing hangs on it yet, and nothing new is wrapped while it is away.',
  todo: 'Restore the version and enable it, or make another one primary.',
}

/** What the end of one version means by what hangs on it. */
function doomWords({ wraps, current }: DatedKey['versions'][number]): Words {
  if (wraps > 0) return DELETION.google
  return current ? UNWRAPPED : UNUSED
}

const EXPIRY: Record<Cloud, Words> = {
  aws: {
    what: 'The imported key material expires. From then on nothing under the key opens, until it is imported again.',
    todo: 'Import the same key material again with a later date.',
  },
  azure: {
    what: 'The version in use expires. From then on it wraps nothing new; what it has wrapped still opens.',
    todo: 'Make a new version of the key, or move the date.',
  },
  google: { what: 'The key expires.', todo: 'Make another version primary.' },
}

function rotationWords(cloud: Cloud): Words {
  const { name, newVersion } = CLOUD_WORDS[cloud]
  return {
    what: `${name} makes ${newVersion}. New keys are wrapped under it by themselves, and older ones still open.`,
    todo: 'Keep the older ones as they are.',
  }
}
