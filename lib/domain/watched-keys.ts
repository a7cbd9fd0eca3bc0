import { CLOUD_WORDS } from './cloud-words'
import type { DriftRow } from './drift'
import { ageInDays } from './key-facts'
import { providerOfKeyId } from './key-reference'
import { sentenceOf } from './kms-sentences'
import type { Cloud } from './provider'
import type { CreatedFrom, RootVersion } from './root-versions'
import { versionWords } from './version-words'
import type { RootVersionRow, WatchedKey } from './views/watch'
import type { WatchedFacts } from './watched-facts'

/** A key that is watched, as it is stored. */
export interface StoredWatch {
  linkId: string
  keyId: string
  role: 'active' | 'staged' | 'replaced'
  facts: WatchedFacts | null
  lookedAt: Date | null
  lookOutcome: string | null
  versionsListed: boolean
  checkedAt: Date | null
  drift: DriftRow[]
  versions: (RootVersion & { wraps: number })[]
}

/** What the age of a version is shown against where its cloud rotates nothing by itself. */
const USUAL_LIMIT_DAYS = 365

const iso = (date: Date | null | undefined) => date?.toISOString() ?? null

/** What people see of a watched key. Pure. */
export function toWatchedKey(watch: StoredWatch, now: Date): WatchedKey {
  const { linkId, keyId, role, facts, lookedAt, checkedAt, drift } = watch
  const cloud = providerOfKeyId(keyId)
  return {
    linkId,
    cloud,
    keyId,
    role,
    lookedAt: iso(lookedAt),
    lookProblem: lookProblem(cloud, watch),
    checkedAt: iso(checkedAt),
    rotation: rotationWords(cloud, facts),
    nextRotationAt: iso(facts?.rotationEnabled ? facts.nextRotationAt : null),
    inferredFrom: lookedAt && !watch.versionsListed ? INFERRED[cloud] : null,
    versions: watch.versions
      .toSorted(currentThenNewest)
      .map((version) => versionRow(cloud, version, facts, now)),
    drift: drift.map(({ code: _, ...row }) => row),
  }
}

function lookProblem(cloud: Cloud, { lookOutcome, facts }: StoredWatch): string | null {
  // The state of a key that was looked at has a place of its own.
  if (lookOutcome === null || lookOutcome === facts?.outcome) return null
  return sentenceOf(cloud, lookOutcome).reason
}

const INFERRED: Record<Cloud, string> = {
  aws: 'AWS lists no key materials across accounts. These are the ones that its answers named when we wrapped, unwrapped and looked; when each was made is taken from the rotation schedule, or from when we saw it first.',
  azure:
    'We may not list the versions of this key. These are the ones that wrapped something for you, or that we saw in use.',
  google:
    'We may not list the versions of this key. These are the ones that wrapped something for you, or that we saw in use.',
}

function rotationWords(cloud: Cloud, facts: WatchedFacts | null): string {
  const { name } = CLOUD_WORDS[cloud]
  if (!facts) return 'Not looked at yet.'
  const { rotationEnabled, rotationPeriodDays } = facts
  if (rotationEnabled === null) return `We may not see whether ${name} rotates it.`
  if (!rotationEnabled) return `${name} does not rotate it by itself.`
  return rotationPeriodDays === null
    ? `${name} rotates it by itself.`
    : `${name} rotates it by itself every ${rotationPeriodDays} days.`
}

function versionRow(
  cloud: Cloud,
  version: RootVersion & { wraps: number },
  facts: WatchedFacts | null,
  now: Date,
): RootVersionRow {
  const { versionId: id, current, keyCreatedAt, createdFrom, firstUsedAt, lastUsedAt, wraps } = version
  return {
    id,
    current,
    state: versionWords(cloud, version),
    createdAt: iso(keyCreatedAt),
    createdFrom: CREATED[createdFrom as CreatedFrom] ?? null,
    ageDays: keyCreatedAt && ageInDays(keyCreatedAt, now),
    ...(current ? limitOf(facts) : { limitDays: null, limitFrom: null }),
    firstUsedAt: iso(firstUsedAt),
    lastUsedAt: iso(lastUsedAt),
    wraps,
    keep: keepWords(cloud, version),
  }
}

function limitOf(facts: WatchedFacts | null): Pick<RootVersionRow, 'limitDays' | 'limitFrom'> {
  const period = facts?.rotationEnabled ? facts.rotationPeriodDays : null
  return period
    ? { limitDays: period, limitFrom: 'by its own rotation period' }
    : { limitDays: USUAL_LIMIT_DAYS, limitFrom: 'a year is usual; the limit is yours to set' }
}

const CREATED: Record<CreatedFrom, string | null> = {
  listed: null,
  rotation_schedule: 'about; a rotation period before the next one',
  key_created: 'with the key; no earlier one is known',
  first_seen: 'at the latest; when we saw it first',
}

/** Why a version must stay as it is. The current one wraps what is new; an older one still opens what it wrapped. */
function keepWords(cloud: Cloud, { current, wraps }: { current: boolean; wraps: number }): string | null {
  if (wraps === 0) return null
  const shares = wraps === 1 ? '1 share of your master keys is' : `${wraps} shares of your master keys are`
  if (current) return `${shares} wrapped under it.`
  const still = `Do not touch it: ${shares} wrapped under it, and only it opens them`
  return cloud === 'aws'
    ? `${still}. AWS keeps it for as long as the key is there.`
    : `${still}. Were it disabled or destroyed, your data would close.`
}

function currentThenNewest(a: RootVersion, b: RootVersion): number {
  const age = ({ keyCreatedAt, firstSeenAt }: RootVersion) => (keyCreatedAt ?? firstSeenAt).getTime()
  return Number(b.current) - Number(a.current) || age(b) - age(a)
}
