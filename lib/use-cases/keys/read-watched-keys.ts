import { z } from 'zod'
import { driftRow } from '@/lib/domain/drift'
import { keyDates } from '@/lib/domain/key-calendar'
import { toKeyDateRow } from '@/lib/domain/key-date-rows'
import { providerOfKeyId } from '@/lib/domain/key-reference'
import type { KeysView } from '@/lib/domain/views/keys'
import { watchedFacts } from '@/lib/domain/watched-facts'
import { type StoredWatch, toWatchedKey } from '@/lib/domain/watched-keys'
import type { OrganizationScope } from '@/lib/store/scope'
import { readWatched } from '@/lib/store/watch-views'

const ROLES = { active: 'active', staged: 'staged', replaced: 'replaced', retired: 'replaced' } as const
const ORDER = ['active', 'staged', 'replaced']

/** What is watched of the organization's keys, the one in use first, and the dates that come. */
export async function readWatchedKeys(
  scope: OrganizationScope,
  now: Date,
): Promise<Pick<KeysView, 'watched' | 'calendar'>> {
  const stored = (await readWatched(scope)).map(toStoredWatch)
  stored.sort((a, b) => ORDER.indexOf(a.role) - ORDER.indexOf(b.role))
  const dates = keyDates(
    stored.map((watch) => ({ ...watch, cloud: providerOfKeyId(watch.keyId) })),
    now,
  )
  const keyIdOf = (linkId: string) => stored.find((watch) => watch.linkId === linkId)?.keyId ?? ''
  return {
    watched: stored.map((watch) => toWatchedKey(watch, now)),
    calendar: dates.map((date) => toKeyDateRow(date, keyIdOf(date.linkId))),
  }
}

const facts = watchedFacts.nullable().catch(null)
const drift = z.array(driftRow).catch([])

function toStoredWatch({
  link,
  watch,
  versions,
}: Awaited<ReturnType<typeof readWatched>>[number]): StoredWatch {
  return {
    linkId: link.id,
    keyId: link.keyId,
    role: ROLES[link.state],
    facts: facts.parse(watch?.facts ?? null),
    lookedAt: watch?.lookedAt ?? null,
    lookOutcome: watch?.lookOutcome ?? null,
    versionsListed: watch?.versionsListed ?? false,
    checkedAt: watch?.checkedAt ?? null,
    drift: drift.parse(watch?.drift ?? []),
    versions,
  }
}
