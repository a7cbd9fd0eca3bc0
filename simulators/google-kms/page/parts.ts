import { type Html, html } from '../../shared/page/html'
import { badge, copyable } from '../../shared/page/parts'
import type { KeyView } from '../control/view'
import { BREAKABLE, GOOGLE_FAULT_KINDS } from '../faults'
import type { VersionState } from '../keys'
import type { World } from '../world'

const STATES: Record<VersionState, Parameters<typeof badge>> = {
  ENABLED: ['good', 'check', 'Enabled'],
  DISABLED: ['bad', 'stop', 'Disabled'],
  DESTROY_SCHEDULED: ['warn', 'clock', 'Scheduled for destruction'],
  DESTROYED: ['bad', 'cross', 'Destroyed'],
  PENDING_GENERATION: ['warn', 'clock', 'Pending generation'],
  PENDING_IMPORT: ['warn', 'inbox', 'Pending import'],
  IMPORT_FAILED: ['bad', 'cross', 'Import failed'],
  GENERATION_FAILED: ['bad', 'cross', 'Generation failed'],
}

const KINDS: Record<string, string> = {
  ENCRYPT_DECRYPT: 'Symmetric encrypt and decrypt',
  ASYMMETRIC_DECRYPT: 'Asymmetric decrypt',
  ASYMMETRIC_SIGN: 'Asymmetric sign',
  RAW_ENCRYPT_DECRYPT: 'Raw symmetric encrypt and decrypt',
  MAC: 'MAC sign and verify',
}

const LEVELS = { SOFTWARE: 'software', HSM: 'HSM' } as const

/** What a key is for and where it lives, in words. */
export const kindOf = (purpose: string, level: keyof typeof LEVELS): string =>
  `${KINDS[purpose] ?? purpose} · ${LEVELS[level]}`

export const stateBadge = (state: VersionState): Html => badge(...STATES[state])

/** The state of the version that wraps. */
export function primaryBadge({ primary, versions }: KeyView): Html {
  const version = versions.find(({ number }) => number === primary)
  return version ? stateBadge(version.state) : html`<span class="muted">No primary version</span>`
}

/** The full name of a key, to be copied; `what` names it for those who can't see it. */
export const fullName = (key: KeyView, what: string, id: string): Html =>
  copyable(key.name, what, id, /(?=\/locations\/)|(?=\/keyRings\/)|(?=\/cryptoKeys\/)/)

/** What the faults panel of every page has alike. */
export const breaking = (world: World) => ({
  cloud: 'google',
  faults: world.faults,
  kinds: GOOGLE_FAULT_KINDS,
  operations: BREAKABLE,
})

export const projectPath = (id: string): string => `/google/projects/${id}`
/** Both the page of a key and, below `/_control`, its control API. */
export const keyPath = ({ name }: { name: string }): string => `/google/${name}`
/** An id for elements of a page that belong to a key. */
export const elementId = ({ name }: { name: string }): string => name.replaceAll('/', '-')

export const rotationWords = ({ rotation, purpose }: KeyView): string => {
  if (purpose !== 'ENCRYPT_DECRYPT') return 'Not for this kind'
  return rotation.periodDays === null ? 'Off' : `Every ${rotation.periodDays} days`
}
