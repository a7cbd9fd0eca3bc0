import type { KmsOutcome } from '@/lib/domain/kms-outcome'
import { KmsError } from '../kms-error'
import type { TokenFault } from './protocol'
import { TokenError } from './token-error'

const NAMES: Record<Exclude<KmsOutcome, 'OK' | 'UNKNOWN'>, string> = {
  OURS: `CKR_PIN_INCORRECT CKR_PIN_INVALID CKR_PIN_LEN_RANGE CKR_PIN_EXPIRED CKR_PIN_LOCKED PinLocked PinFinalTry
    CKR_USER_PIN_NOT_INITIALIZED CKR_USER_TYPE_INVALID CKR_USER_ANOTHER_ALREADY_LOGGED_IN CKR_USER_TOO_MANY_TYPES
    Pkcs11jsNotInstalled ModuleNotLoaded CKR_ARGUMENTS_BAD CKR_CANT_LOCK CKR_NEED_TO_CREATE_THREADS`,
  GONE: 'KeyNotFound',
  MISCONFIGURED: `NotAes256 KeyUseNotAllowed KeyNotConfined AmbiguousKey AmbiguousToken AesGcmNotSupported
    CKR_MECHANISM_INVALID CKR_MECHANISM_PARAM_INVALID CKR_KEY_TYPE_INCONSISTENT CKR_KEY_SIZE_RANGE
    CKR_KEY_FUNCTION_NOT_PERMITTED CKR_KEY_NOT_NEEDED CKR_KEY_CHANGED CKR_KEY_NEEDED CKR_FUNCTION_NOT_SUPPORTED
    CKR_TEMPLATE_INCONSISTENT CKR_TEMPLATE_INCOMPLETE CKR_ATTRIBUTE_TYPE_INVALID CKR_ATTRIBUTE_VALUE_INVALID
    CKR_ATTRIBUTE_SENSITIVE CKR_ATTRIBUTE_READ_ONLY CKR_BUFFER_TOO_SMALL`,
  DENIED: 'CKR_ACTION_PROHIBITED CKR_FUNCTION_REJECTED',
  INTEGRITY: `CKR_ENCRYPTED_DATA_INVALID CKR_ENCRYPTED_DATA_LEN_RANGE CKR_AEAD_DECRYPT_FAILED CKR_SIGNATURE_INVALID
    CKR_DATA_INVALID CKR_DATA_LEN_RANGE`,
  THROTTLED: 'CKR_SESSION_COUNT CKR_DEVICE_MEMORY CKR_HOST_MEMORY TooManyWaiting',
  UNREACHABLE: `TokenNotFound Timeout ProcessEnded Closed NotStarted CKR_GENERAL_ERROR CKR_FUNCTION_FAILED
    CKR_DEVICE_ERROR CKR_DEVICE_REMOVED CKR_TOKEN_NOT_PRESENT CKR_TOKEN_NOT_RECOGNIZED CKR_SLOT_ID_INVALID
    CKR_SESSION_HANDLE_INVALID CKR_SESSION_CLOSED CKR_SESSION_EXISTS CKR_USER_NOT_LOGGED_IN
    CKR_USER_ALREADY_LOGGED_IN CKR_OBJECT_HANDLE_INVALID CKR_KEY_HANDLE_INVALID CKR_OPERATION_ACTIVE
    CKR_OPERATION_NOT_INITIALIZED CKR_CRYPTOKI_NOT_INITIALIZED CKR_CRYPTOKI_ALREADY_INITIALIZED
    CKR_FUNCTION_CANCELED CKR_CANCEL CKR_MUTEX_BAD CKR_MUTEX_NOT_LOCKED CKR_TOKEN_RESOURCE_EXCEEDED`,
  CONSENT_MISSING: '',
  DISABLED: '',
  PENDING_DELETION: '',
  WRAP_BLOCKED: 'CKR_KEY_EXHAUSTED',
  MATERIAL_MISSING: '',
}

const OUTCOME_BY_NAME: ReadonlyMap<string, KmsOutcome> = new Map(
  Object.entries(NAMES).flatMap(([outcome, names]) =>
    names
      .split(/\s+/)
      .filter((name) => name !== '')
      .map((name) => [name, outcome as KmsOutcome] as const),
  ),
)

/** The class of a fault, by its name: one that nobody knows, such as a vendor's own, is UNKNOWN. */
function outcomeOf({ name, othersOpen }: TokenFault): KmsOutcome {
  if (othersOpen) return 'INTEGRITY'
  return OUTCOME_BY_NAME.get(name) ?? 'UNKNOWN'
}

/** Anything that a call to a token ended in as a `KmsError`. A PKCS #11 call has no id that its owner could look up. */
export function kmsErrorFrom(error: unknown): KmsError {
  if (error instanceof KmsError) return error
  if (error instanceof TokenError) {
    const { name, call } = error.fault
    return new KmsError({
      outcome: outcomeOf(error.fault),
      errorName: name,
      requestId: null,
      operation: call,
    })
  }
  const timedOut = error instanceof Error && error.name === 'TimeoutError'
  const outcome = timedOut ? 'UNREACHABLE' : 'UNKNOWN'
  return new KmsError({
    outcome,
    errorName: timedOut ? 'Timeout' : 'Unknown',
    requestId: null,
    operation: 'deadline',
  })
}
