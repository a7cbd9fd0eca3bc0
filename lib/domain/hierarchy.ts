import { GRACE_MS } from './availability'
import {
  CRYPTOPERIOD_DAYS,
  DATA_CLASSES,
  dataClassNames,
  type MasterKeyMode,
  masterKeyModeOf,
} from './data-classes'
import {
  ageInDays,
  type KeyFacts,
  type LinkFacts,
  type MasterKeyFacts,
  type PlatformRootFacts,
  type StoredAvailability,
} from './key-facts'
import { providerOfKeyId } from './key-reference'
import { sentenceOf } from './kms-sentences'
import type {
  DataKeyView,
  HierarchyView,
  KeyState,
  MasterKeyView,
  RootAvailability,
  RootKeyView,
} from './views/hierarchy'

/** The link in use; null while no customer-managed key is linked. */
export function activeLink({ links }: Pick<KeyFacts, 'links'>): LinkFacts | null {
  return links.find((link) => link.state === 'active') ?? null
}

/** How a root stands by now: grace ends by the clock, whether or not anybody was there to write it down. */
export function standing<Stored extends StoredAvailability>(stored: Stored, now: Date): Stored {
  const ends = graceEndsAt(stored)
  return ends && ends <= now ? { ...stored, availability: 'stopped_unreachable' } : stored
}

/** When grace ends: ten minutes after the start of the last good proof. Null in any other state. */
export function graceEndsAt({ availability, lastProofAt, since }: StoredAvailability): Date | null {
  return availability === 'grace' ? new Date((lastProofAt ?? since).getTime() + GRACE_MS) : null
}

/** How old a root key is: since it was made in its cloud, or since we know it. */
export function rootCreatedAt(root: { keyCreatedAt: Date | null; createdAt: Date }): Date {
  return root.keyCreatedAt ?? root.createdAt
}

/** A link's state in the words for keys: one that is being proven, in use, or replaced. */
export function keyStateOfLink(state: LinkFacts['state']): KeyState {
  if (state === 'staged') return 'pre_activation'
  return state === 'active' ? 'active' : 'retired'
}

/** The picture of an organization's keys as they are now; null until the platform has a root. Pure. */
export function toHierarchy(facts: KeyFacts): HierarchyView | null {
  const { platformRoot, now } = facts
  if (!platformRoot) return null
  const link = activeLink(facts)
  return {
    platformRoot: platformRootView(platformRoot, now),
    customerRoot: link && customerRootView(link, now),
    platformMaster: masterView('platform', activeMaster(facts, 'platform'), now),
    compositeMaster: link && masterView('composite', activeMaster(facts, 'composite'), now),
    dataKeys: dataClassNames.map((name) => dataKeyView(name, facts)),
    availability: link?.availability
      ? availabilityView(
          standing(link.availability, now),
          sentenceOf(providerOfKeyId(link.keyId), link.availability.cause).reason,
        )
      : { state: 'none' },
    platformAvailability: availabilityView(
      standing(platformRoot, now),
      'The platform’s own key is not available.',
    ),
  }
}

function activeMaster({ masterKeys }: KeyFacts, mode: MasterKeyMode): MasterKeyFacts | null {
  return masterKeys.find((key) => key.mode === mode && key.state === 'active') ?? null
}

function platformRootView(root: PlatformRootFacts, now: Date): RootKeyView {
  return {
    id: null,
    label: 'Platform root key',
    state: 'active',
    ageDays: ageInDays(rootCreatedAt(root), now),
    limitDays: CRYPTOPERIOD_DAYS.platformRoot,
  }
}

function customerRootView(link: LinkFacts, now: Date): RootKeyView {
  return {
    id: link.keyId,
    label: 'Your root key',
    state: keyStateOfLink(link.state),
    ageDays: ageInDays(rootCreatedAt(link), now),
    limitDays: null,
  }
}

const MASTER_LABELS: Record<MasterKeyMode, string> = {
  platform: 'Platform master key',
  composite: 'Composite master key',
}

function masterView(mode: MasterKeyMode, key: MasterKeyFacts | null, now: Date): MasterKeyView {
  return {
    label: MASTER_LABELS[mode],
    version: key?.version ?? null,
    state: key?.state ?? 'pre_activation',
    ageDays: key ? ageInDays(key.createdAt, now) : 0,
    limitDays: CRYPTOPERIOD_DAYS.masterKey,
  }
}

/** A class that has no key yet shows where its first one will hang. */
function dataKeyView(name: DataKeyView['dataClass'], facts: KeyFacts): DataKeyView {
  const { label, followsCmk } = DATA_CLASSES[name]
  const versions = facts.dataKeys.filter((key) => key.dataClass === name)
  const active = versions.find((key) => key.state === 'active')
  const master = facts.masterKeys.find((key) => key.id === active?.masterKeyVersionId)
  return {
    dataClass: name,
    label,
    followsCmk,
    under: master?.mode ?? masterKeyModeOf(name, activeLink(facts) !== null),
    version: active?.version ?? null,
    state: active?.state ?? 'pre_activation',
    ageDays: active ? ageInDays(active.createdAt, facts.now) : 0,
    limitDays: CRYPTOPERIOD_DAYS.dataKey,
    objects: versions.reduce((sum, key) => sum + key.objects, 0),
  }
}

function availabilityView(root: StoredAvailability, cause: string): RootAvailability {
  const ends = graceEndsAt(root)
  return {
    state: root.availability,
    sinceIso: root.since.toISOString(),
    ...(root.availability === 'active' ? {} : { cause }),
    ...(ends ? { graceEndsIso: ends.toISOString() } : {}),
  }
}
