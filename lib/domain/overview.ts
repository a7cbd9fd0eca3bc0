import { CRYPTOPERIOD_DAYS, DATA_CLASSES } from './data-classes'
import { activeLink, rootCreatedAt, standing } from './hierarchy'
import { ageInDays, type KeyFacts } from './key-facts'
import { blockedWords, isSettled, type RequestStatus } from './rotation'
import type { KeyAge, WaitingItem } from './views/overview'
import type { KeyDateRow, WatchedKey } from './views/watch'

const DAY_MS = 24 * 60 * 60_000

/** The active keys that we made, each against its limit, the one closest to its limit first. Pure. */
export function keyAges({ platformRoot, masterKeys, dataKeys, now }: KeyFacts): KeyAge[] {
  const age = (label: string, createdAt: Date, limitDays: number): KeyAge => ({
    label,
    ageDays: ageInDays(createdAt, now),
    limitDays,
    dueAt: new Date(createdAt.getTime() + limitDays * DAY_MS).toISOString(),
  })
  const isActive = ({ state }: { state: string }) => state === 'active'
  const root = platformRoot
    ? [age('Platform root key', rootCreatedAt(platformRoot), CRYPTOPERIOD_DAYS.platformRoot)]
    : []
  const masters = masterKeys.filter(isActive).map(({ mode, createdAt }) => {
    const label = mode === 'platform' ? 'Platform master key' : 'Composite master key'
    return age(label, createdAt, CRYPTOPERIOD_DAYS.masterKey)
  })
  const datas = dataKeys.filter(isActive).map(({ dataClass, createdAt }) => {
    return age(`Data key: ${DATA_CLASSES[dataClass].label}`, createdAt, CRYPTOPERIOD_DAYS.dataKey)
  })
  return [...root, ...masters, ...datas].toSorted(
    (a, b) => b.ageDays / b.limitDays - a.ageDays / a.limitDays || a.dueAt.localeCompare(b.dueAt),
  )
}

/** The newest request for a rotation, as far as the overview needs it. */
export interface NewestRequest {
  id: string
  status: RequestStatus
  requestedAt: Date
  rotation: { blockedCode: string | null } | null
}

/** What waits, and for whom: the most urgent first. Pure. */
export function waitingItems(facts: KeyFacts, request: NewestRequest | null): WaitingItem[] {
  const items = [keyItem(facts), request && requestItem(request), dueItem(facts)]
  return items.filter((item) => item !== null)
}

function keyItem(facts: KeyFacts): WaitingItem | null {
  const link = activeLink(facts)
  const common = { since: null, requestId: null }
  if (!link) {
    const title = 'No customer-managed key is linked yet.'
    return { ...common, kind: 'link_key', whose: 'organization_admin', title }
  }
  if (!link.availability) return null
  const { availability, since } = standing(link.availability, facts.now)
  if (availability === 'active') return null
  const denied = availability === 'stopped_denied'
  return {
    ...common,
    kind: 'restore_key',
    whose: denied ? 'cloud_admin' : 'nobody',
    title: denied ? 'Your key refuses us. Restore our access.' : 'Your key can’t be reached.',
    since: since.toISOString(),
  }
}

function requestItem({ id, status, requestedAt, rotation }: NewestRequest): WaitingItem | null {
  if (isSettled(status)) return null
  const common = { since: requestedAt.toISOString(), requestId: id }
  if (status === 'waiting') {
    const title = 'A rotation request waits for a decision.'
    return { ...common, kind: 'rotation_waiting', whose: 'support', title }
  }
  if (status === 'blocked' && rotation?.blockedCode) {
    const { message } = blockedWords(rotation.blockedCode)
    const whose = rotation.blockedCode.endsWith('_denied') ? 'cloud_admin' : 'nobody'
    return { ...common, kind: 'rotation_blocked', whose, title: `A rotation is blocked. ${message}` }
  }
  return { ...common, kind: 'rotation_running', whose: 'nobody', title: 'A rotation is under way.' }
}

function dueItem(facts: KeyFacts): WaitingItem | null {
  const over = keyAges(facts).filter((key) => key.ageDays > key.limitDays)
  const [oldest] = over
  if (!oldest) return null
  const title =
    over.length === 1 ? `${oldest.label} is over its limit.` : `${over.length} keys are over their limit.`
  return { kind: 'key_due', whose: 'operator', title, since: oldest.dueAt, requestId: null }
}

/** What waits by what is watched of the keys: drift, and the next date on which somebody has to act. Pure. */
export function watchItems(watched: WatchedKey[], notices: KeyDateRow[]): WaitingItem[] {
  const common = { whose: 'cloud_admin', since: null, requestId: null } as const
  const drifts = watched.some(({ drift }) => drift.length > 0)
  const next = notices.find(({ lastSafeDay }) => lastSafeDay !== null)
  return [
    ...(drifts
      ? [
          {
            ...common,
            kind: 'key_drift' as const,
            title: 'Something about your key has changed since it was linked.',
          },
        ]
      : []),
    ...(next ? [{ ...common, kind: 'key_date' as const, title: `${next.title} soon. ${next.todo}` }] : []),
  ]
}
