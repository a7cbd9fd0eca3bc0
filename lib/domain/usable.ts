import { type Availability, GRACE_MS, isStopped } from './availability'
import { earliest, elapsedMs, type Instant, isAhead, later } from './instant'

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
  /** Start of the oldest root unwrap that the key was made from; null: not loaded. */
  loadedAt: Instant | null
}

/**
 * `prove` and `load` can be mended by the caller, with a proof or a new load; the others are final for this use.
 * As long as nothing else changes, the key stays usable before `until`, by both clocks.
 */
export type Usability =
  | { usable: true; until: Instant }
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
  const loadEnds = loadedAt && later(loadedAt, LOAD_LIFE_MS)
  if (loadEnds === null || !isAhead(loadEnds, now)) return { usable: false, because: 'load' }
  const proofsEnd = (customer === null ? [platform] : [platform, customer]).map((root) =>
    provenUntil(root, now),
  )
  const freshUntil = epochFreshUntil(epochReadAt, (customer ?? platform).lastProofAt, now)
  if (freshUntil === null || proofsEnd.some((end) => end === null)) return { usable: false, because: 'prove' }
  return { usable: true, until: earliest(loadEnds, freshUntil, ...proofsEnd.filter((end) => end !== null)) }
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

/** When the last proof is too old; null when it is, or when a younger one was demanded. */
function provenUntil({ lastProofAt, proofDemandedAt }: Availability, now: Instant): Instant | null {
  if (lastProofAt === null) return null
  if (proofDemandedAt !== null && lastProofAt.monoMs < proofDemandedAt.monoMs) return null
  const end = later(lastProofAt, GRACE_MS)
  return isAhead(end, now) ? end : null
}

/** Until when another process's denial would be known here: by the epoch, or by a proof of one's own. */
function epochFreshUntil(readAt: Instant | null, provenAt: Instant | null, now: Instant): Instant | null {
  const ends = [readAt, provenAt].flatMap((at) => (at === null ? [] : later(at, EPOCH_LIFE_MS)))
  return ends.filter((end) => isAhead(end, now)).sort((a, b) => b.monoMs - a.monoMs)[0] ?? null
}
