import type { AvailabilityState } from './availability'
import { DATA_CLASSES, type DataClass, type MasterKeyMode } from './data-classes'
import { KMS_OUTCOMES } from './kms-outcome'
import { OUTCOME_LABELS } from './kms-sentences'

/** How one root key stands: open, in grace or stopped, and the outcome behind it. */
export interface RootStanding {
  state: AvailabilityState
  cause: string | null
}

/** What protects a class right now, in words, and how that stands. */
export interface Protection {
  tone: 'ok' | 'grace' | 'stopped' | 'neutral'
  /** such as "Customer-managed key" */
  by: string
  /** such as "closed: key disabled" */
  standing: string
}

/** The kind of master key that a class's active data key really hangs on, with what stands above it. */
export interface ProtectingKeys {
  /** null: the class has no data key yet */
  mode: MasterKeyMode | null
  platform: RootStanding
  customer: RootStanding | null
}

/** What protects a class right now, from the keys that it really hangs on. */
export function protectionInForce(dataClass: DataClass, keys: ProtectingKeys): Protection {
  const rule = DATA_CLASSES[dataClass]
  if (rule.storage === 'not stored') return { tone: 'neutral', by: rule.withoutCmk, standing: 'never stored' }
  if (keys.mode === null) {
    return { tone: 'neutral', by: capital(rule.withoutCmk), standing: 'its first key is not made yet' }
  }
  const byCustomer = keys.mode === 'composite'
  const by = byCustomer ? 'Customer-managed key' : capital(rule.withoutCmk)
  // A composite master key needs both roots; the platform's is named only when it is the one that is missing.
  const decisive = byCustomer && keys.customer && !isStopped(keys.platform) ? keys.customer : keys.platform
  const whose = decisive === keys.platform ? 'platform key' : 'key'
  return { by, ...standingOf(decisive, whose) }
}

function standingOf({ state, cause }: RootStanding, whose: string): Omit<Protection, 'by'> {
  switch (state) {
    case 'active':
      return { tone: 'ok', standing: 'open' }
    case 'grace':
      return { tone: 'grace', standing: `open for up to ten minutes: ${whose} ${reason(cause)}` }
    case 'stopped_denied':
      return { tone: 'stopped', standing: `closed: ${whose} ${reason(cause)}` }
    case 'stopped_unreachable':
      return { tone: 'stopped', standing: `closed: ${whose} out of reach for too long` }
  }
}

const REASONS: Record<string, string> = {
  DENIED: 'refuses us',
  CONSENT_MISSING: 'refuses us, consent withdrawn',
  DISABLED: 'disabled',
  PENDING_DELETION: 'scheduled for deletion',
  GONE: 'gone',
  MATERIAL_MISSING: 'without its material',
  MISCONFIGURED: 'of the wrong kind',
  INTEGRITY: 'gives a wrong answer',
}

/** The outcome as the end of a sentence about the key. */
function reason(cause: string | null): string {
  const outcome = KMS_OUTCOMES.find((name) => name === cause)
  if (!outcome) return 'not available'
  return REASONS[outcome] ?? OUTCOME_LABELS[outcome].toLowerCase()
}

const isStopped = ({ state }: RootStanding) => state === 'stopped_denied' || state === 'stopped_unreachable'
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
