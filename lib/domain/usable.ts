import { type Availability, GRACE_MS, isStopped } from './availability'
import { elapsedMs, type Instant } from './instant'

/** A plaintext key lives at most this long from the start of the oldest root unwrap above it. */
const LOAD_LIFE_MS = 15 * 60_000
/** Another process's denial is known this long after it at the latest; older, a process proves for itself. */
export const EPOCH_LIFE_MS = 30_000

/** What stands above a loaded key. `customer` is null for keys that hang on the platform's master key alone. */
export interface KeyStanding {
  platform: Availability
  customer: Availability | null
  /** When the organization's epoch was last read; null: never. */
  epochReadAt: Instant | null
  /** Start of the oldest root unwrap that the key was made from. */
  loadedAt: Instant
}

/** `prove` and `load` can be mended by the caller, with a proof or a new load; the others are final for this use. */
export type Usability =
  | { usable: true }
  | {
      usable: false
      because: 'platform_key_unavailable' | 'key_denied' | 'key_unreachable' | 'prove' | 'load'
    }

/**
 * The hard rule (design, section 5), to be asked before the cryptography and again before anything is released: both
 * roots active or in grace, the epoch read in the last 30 s or a proof as young, the last proof of each root under ten
 * minutes old, the load under fifteen. Both clocks count, the larger wins.
 */
export function usable({ platform, customer, epochReadAt, loadedAt }: KeyStanding, now: Instant): Usability {
  const refused = refusal(platform, customer, now)
  if (refused !== null) return { usable: false, because: refused }
  if (elapsedMs(loadedAt, now) >= LOAD_LIFE_MS) return { usable: false, because: 'load' }
  const roots = customer === null ? [platform] : [platform, customer]
  if (roots.some((root) => !isProven(root, now))) return { usable: false, because: 'prove' }
  const epochIsFresh = epochReadAt !== null && elapsedMs(epochReadAt, now) < EPOCH_LIFE_MS
  if (!epochIsFresh && !provenWithin(customer ?? platform, EPOCH_LIFE_MS, now)) {
    return { usable: false, because: 'prove' }
  }
  return { usable: true }
}

/** Whether keys may be loaded or made: in grace, what is loaded serves and nothing new comes. */
export function mayLoad(platform: Availability, customer: Availability | null, now: Instant): boolean {
  if (refusal(platform, customer, now) !== null) return false
  return platform.state === 'active' && (customer === null || customer.state === 'active')
}

/** The stop that stands in the way, the platform's first: its loss is never shown as the customer's denial. */
function refusal(platform: Availability, customer: Availability | null, now: Instant) {
  if (isStopped(platform) || graceIsOver(platform, now)) return 'platform_key_unavailable'
  if (customer?.state === 'stopped_denied') return 'key_denied'
  if (customer !== null && (isStopped(customer) || graceIsOver(customer, now))) return 'key_unreachable'
  return null
}

function graceIsOver({ state, lastProofAt, since }: Availability, now: Instant): boolean {
  return state === 'grace' && elapsedMs(lastProofAt ?? since, now) >= GRACE_MS
}

function isProven(root: Availability, now: Instant): boolean {
  const { lastProofAt, proofDemandedAt } = root
  if (lastProofAt === null || !provenWithin(root, GRACE_MS, now)) return false
  return proofDemandedAt === null || lastProofAt.monoMs >= proofDemandedAt.monoMs
}

function provenWithin({ lastProofAt }: Availability, ms: number, now: Instant): boolean {
  return lastProofAt !== null && elapsedMs(lastProofAt, now) < ms
}
