import { elapsedMs, type Instant } from './instant'
import { type KmsOutcome, toleranceOf } from './kms-outcome'

/** For so long an overruled denial makes the next one of the same process its own trouble. */
const REMEMBERED_FOR_MS = 10 * 60_000
/** Another customer's root that was proven by this process within this time: it is not this process that is refused. */
const OTHERS_PROVEN_WITHIN_MS = 60_000

/** What one process remembers of its own denials at one root. Plain data; never changed in place. */
export interface OwnDenials {
  /** its newest answer was a denial, and when that was asked; null: it was none */
  deniedAt: Instant | null
  /** when other processes' good proofs ended a stop that this process's denial stood for */
  overruledAt: Instant | null
  /** denied again soon after that, while others are not: the trouble is this process's own */
  isAlone: boolean
}

export const NO_DENIALS: OwnDenials = { deniedAt: null, overruledAt: null, isAlone: false }

/** Takes in the outcome of a proof that this process made; `isStopped` is whether the root was stopped before it. */
export function afterOwnProof(
  before: OwnDenials,
  proof: { outcome: KmsOutcome; startedAt: Instant },
  isStopped: boolean,
  now: Instant,
): OwnDenials {
  const tolerance = toleranceOf(proof.outcome)
  if (tolerance === 'grace') return before
  if (tolerance === 'good') return { ...before, deniedAt: null, overruledAt: null }
  const { overruledAt } = before
  const again = !isStopped && overruledAt !== null && elapsedMs(overruledAt, now) < REMEMBERED_FOR_MS
  return { ...before, deniedAt: proof.startedAt, isAlone: before.isAlone || again }
}

/** Other processes' good proofs ended the stop. */
export function afterReturnBySomebodyElse(before: OwnDenials, now: Instant): OwnDenials {
  return before.deniedAt === null ? before : { ...before, overruledAt: now }
}

/** The stop is everybody's after all, or two good proofs of this process's own ended it. */
export function noLongerAlone(before: OwnDenials): OwnDenials {
  return { ...before, overruledAt: null, isAlone: false }
}

/**
 * Whether a process that alone is denied by some roots has to leave service. Not when it proves other customers' roots
 * well: then it is one customer's rule that tells our processes apart, and nobody else shall suffer from it.
 * @param othersProvenAt the last good proofs that this process made of the other customers' roots
 */
export function mustWithdraw(othersProvenAt: (Instant | null)[], now: Instant): boolean {
  return !othersProvenAt.some((at) => at !== null && elapsedMs(at, now) < OTHERS_PROVEN_WITHIN_MS)
}
