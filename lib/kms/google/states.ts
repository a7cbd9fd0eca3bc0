import type { KmsOutcome } from '@/lib/domain/kms-outcome'

/** What each state of a key version means for its use (Cloud KMS documentation, "Key states"). */
const OUTCOME_BY_STATE: ReadonlyMap<string, KmsOutcome> = new Map<string, KmsOutcome>([
  ['ENABLED', 'OK'],
  ['DISABLED', 'DISABLED'],
  ['DESTROY_SCHEDULED', 'PENDING_DELETION'],
  ['DESTROYED', 'GONE'],
  ['PENDING_IMPORT', 'MATERIAL_MISSING'],
  ['IMPORT_FAILED', 'MATERIAL_MISSING'],
  ['PENDING_GENERATION', 'MISCONFIGURED'],
  ['GENERATION_FAILED', 'MISCONFIGURED'],
  // Destroyed as far as Cloud KMS is concerned; it only waits for the external key manager.
  ['PENDING_EXTERNAL_DESTRUCTION', 'GONE'],
  ['EXTERNAL_DESTRUCTION_FAILED', 'GONE'],
])

/** The class of a version's state; a destroyed one whose material may be imported again only lacks it. */
export function outcomeOfState(state: string, reimportEligible = false): KmsOutcome {
  if (state === 'DESTROYED' && reimportEligible) return 'MATERIAL_MISSING'
  return OUTCOME_BY_STATE.get(state) ?? 'UNKNOWN'
}

/** The class of a violated precondition, such as `KEY_DISABLED`; null for one that names no state. */
export function outcomeOfViolation(type: string): KmsOutcome | null {
  const outcome = type.startsWith('KEY_') ? OUTCOME_BY_STATE.get(type.slice('KEY_'.length)) : undefined
  return outcome === undefined || outcome === 'OK' ? null : outcome
}
