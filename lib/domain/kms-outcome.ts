/** The one classification of every answer of a KMS, whichever cloud it comes from (design, section 6). */
export const KMS_OUTCOMES = [
  'OK',
  'DENIED',
  'CONSENT_MISSING',
  'DISABLED',
  'PENDING_DELETION',
  'GONE',
  'WRAP_BLOCKED',
  'MATERIAL_MISSING',
  'MISCONFIGURED',
  'THROTTLED',
  'UNREACHABLE',
  'INTEGRITY',
  'OURS',
  'UNKNOWN',
] as const

export type KmsOutcome = (typeof KMS_OUTCOMES)[number]

/**
 * What an outcome of a proof means for the keys that are loaded: `good` renews them, `grace` lets them serve for ten
 * minutes from the start of the last good proof, `stop` ends their use at once.
 */
export type Tolerance = 'good' | 'grace' | 'stop'

const TOLERANCES: Record<KmsOutcome, Tolerance> = {
  OK: 'good',
  // No new shares, but the unwrap works, and data keys need no more than that.
  WRAP_BLOCKED: 'good',
  DENIED: 'stop',
  CONSENT_MISSING: 'stop',
  DISABLED: 'stop',
  PENDING_DELETION: 'stop',
  GONE: 'stop',
  MATERIAL_MISSING: 'stop',
  MISCONFIGURED: 'stop',
  INTEGRITY: 'stop',
  THROTTLED: 'grace',
  UNREACHABLE: 'grace',
  OURS: 'grace',
  UNKNOWN: 'grace',
}

export function toleranceOf(outcome: KmsOutcome): Tolerance {
  return TOLERANCES[outcome]
}

/** Whether the operator has to be told: it is our own credential or clock, or nobody knows what it is. */
export function pagesOperator(outcome: KmsOutcome): boolean {
  return outcome === 'OURS' || outcome === 'UNKNOWN'
}
