import { elapsedMs, type Instant, later } from './instant'
import { type KmsOutcome, toleranceOf } from './kms-outcome'

/** How long loaded keys serve while a root is unreachable, from the start of the last good proof. */
export const GRACE_MS = 10 * 60_000
/** Two good proofs, at least this far apart, end a stop. */
export const SECOND_PROOF_AFTER_MS = 10_000

export type StoppedState = 'stopped_denied' | 'stopped_unreachable'
export type AvailabilityState = 'active' | 'grace' | StoppedState

/** What the proofs of one root key have said so far, as far as one process knows. Plain data; never changed in place. */
export interface Availability {
  state: AvailabilityState
  /** The outcome that brought it into this state, or the newest one that keeps it there. */
  cause: KmsOutcome
  since: Instant
  /** Start of the last good proof that this process made; null as long as it made none. */
  lastProofAt: Instant | null
  /** While stopped: start of the first of the two good proofs that end it. */
  firstGoodAt: Instant | null
  /** Start of the last proof, whatever came of it. */
  lastAttemptAt: Instant | null
  /** A proof started before this moment is not enough any more. */
  proofDemandedAt: Instant | null
}

/** One attempt to unwrap a stored share, by its start: the answer says nothing about any later moment. */
export interface Proof {
  outcome: KmsOutcome
  startedAt: Instant
}

/**
 * A root that this process has not proven yet: active by what is known, with nothing loaded and no grace. With `stop`
 * it begins as another process or an earlier life left it, since a denial outlives both.
 */
export function unproven(
  now: Instant,
  stop?: Pick<Availability, 'cause' | 'since' | 'firstGoodAt' | 'lastAttemptAt'> & { state: StoppedState },
): Availability {
  const fresh = { cause: 'OK', since: now, firstGoodAt: null, lastAttemptAt: null } as const
  return { state: 'active', ...fresh, ...stop, lastProofAt: null, proofDemandedAt: null }
}

export function isStopped({ state }: Pick<Availability, 'state'>): boolean {
  return state === 'stopped_denied' || state === 'stopped_unreachable'
}

/** Takes in the result of a proof (design, section 5). `now` is when the answer came. */
export function afterProof(before: Availability, proof: Proof, now: Instant): Availability {
  const current = { ...atTime(before, now), lastAttemptAt: laterOf(before.lastAttemptAt, proof.startedAt) }
  switch (toleranceOf(proof.outcome)) {
    case 'stop':
      return stopped(current, 'stopped_denied', proof.outcome, now)
    case 'grace':
      return afterSilence(current, proof.outcome, now)
    case 'good':
      // An answer older than the grace proves nothing about now.
      if (elapsedMs(proof.startedAt, now) >= GRACE_MS) return afterSilence(current, 'UNREACHABLE', now)
      return isStopped(current) ? afterGoodWhileStopped(current, proof, now) : proven(current, proof, now)
  }
}

/** What time alone does: grace ends ten minutes after the start of the last good proof. */
export function atTime(before: Availability, now: Instant): Availability {
  if (before.state !== 'grace' || elapsedMs(graceBegan(before), now) < GRACE_MS) return before
  return stopped(before, 'stopped_unreachable', before.cause, now)
}

/** When grace ends, for the countdown; null in any other state. */
export function graceEndsAt(availability: Availability): Instant | null {
  return availability.state === 'grace' ? later(graceBegan(availability), GRACE_MS) : null
}

/** Another process saw a denial, or the epoch moved: the next use waits for a new proof. */
export function demandProof(availability: Availability, now: Instant): Availability {
  return { ...availability, proofDemandedAt: now }
}

function graceBegan({ lastProofAt, since }: Availability): Instant {
  return lastProofAt ?? since
}

/** No answer, or none that says anything: never turns a denial back, and never begins a grace anew. */
function afterSilence(current: Availability, cause: KmsOutcome, now: Instant): Availability {
  if (isStopped(current)) return { ...current, firstGoodAt: null }
  const grace: Availability =
    current.state === 'grace' ? { ...current, cause } : { ...current, state: 'grace', cause, since: now }
  return atTime(grace, now)
}

function afterGoodWhileStopped(current: Availability, proof: Proof, now: Instant): Availability {
  // Asked before the stop and answered after it: says nothing about the time since.
  if (proof.startedAt.monoMs < current.since.monoMs) return current
  const first = current.firstGoodAt
  if (first === null) return { ...current, firstGoodAt: proof.startedAt }
  // By the monotonic clock alone: a jump of the wall clock must not shorten a stop.
  if (proof.startedAt.monoMs - first.monoMs < SECOND_PROOF_AFTER_MS) return current
  return proven({ ...current, firstGoodAt: null }, proof, now)
}

function proven(current: Availability, proof: Proof, now: Instant): Availability {
  const since = current.state === 'active' ? current.since : now
  const lastProofAt = laterOf(current.lastProofAt, proof.startedAt)
  return { ...current, state: 'active', cause: proof.outcome, since, lastProofAt }
}

function stopped(current: Availability, state: StoppedState, cause: KmsOutcome, now: Instant): Availability {
  const since = current.state === state ? current.since : now
  return { ...current, state, cause, since, firstGoodAt: null }
}

function laterOf(a: Instant | null, b: Instant): Instant {
  return a !== null && a.monoMs > b.monoMs ? a : b
}
