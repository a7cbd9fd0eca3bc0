import type { KmsOutcome } from '@/lib/domain/kms-outcome'
import { KmsError } from '../kms-error'

/** By name alone: nearly everything is HTTP 400, and messages are not a contract. */
const OUTCOME_BY_NAME: ReadonlyMap<string, KmsOutcome> = new Map<string, KmsOutcome>([
  ['AccessDeniedException', 'DENIED'],
  ['DisabledException', 'DISABLED'],
  ['NotFoundException', 'GONE'],
  // Which state it is, only DescribeKey tells; until then it is a refusal.
  ['KMSInvalidStateException', 'DENIED'],
  ['InvalidKeyUsageException', 'MISCONFIGURED'],
  ['UnsupportedOperationException', 'MISCONFIGURED'],
  ['ValidationException', 'MISCONFIGURED'],
  ['InvalidArnException', 'MISCONFIGURED'],
  // of STS: a role with a limit that we don't keep to, or a region in which its account has no STS
  ['ValidationError', 'MISCONFIGURED'],
  ['RegionDisabledException', 'MISCONFIGURED'],
  ['InvalidCiphertextException', 'INTEGRITY'],
  ['IncorrectKeyException', 'INTEGRITY'],
  ['ThrottlingException', 'THROTTLED'],
  ['Throttling', 'THROTTLED'],
  ['LimitExceededException', 'THROTTLED'],
  ['TooManyRequestsException', 'THROTTLED'],
  ['RequestLimitExceeded', 'THROTTLED'],
  ['KeyUnavailableException', 'UNREACHABLE'],
  ['DependencyTimeoutException', 'UNREACHABLE'],
  ['KMSInternalException', 'UNREACHABLE'],
  ['InternalFailure', 'UNREACHABLE'],
  ['ServiceUnavailable', 'UNREACHABLE'],
  ['ServiceUnavailableException', 'UNREACHABLE'],
  ['TimeoutError', 'UNREACHABLE'],
  ['AbortError', 'UNREACHABLE'],
  ['CredentialsProviderError', 'OURS'],
  ['UnrecognizedClientException', 'OURS'],
  ['InvalidClientTokenId', 'OURS'],
  ['InvalidSignatureException', 'OURS'],
  ['SignatureDoesNotMatch', 'OURS'],
  ['IncompleteSignatureException', 'OURS'],
  ['MissingAuthenticationTokenException', 'OURS'],
  ['ExpiredTokenException', 'OURS'],
  ['ExpiredToken', 'OURS'],
  ['RequestExpired', 'OURS'],
  ['RequestTimeTooSkewed', 'OURS'],
  ['RequestInTheFuture', 'OURS'],
  ['AuthFailure', 'OURS'],
  ['OptInRequired', 'OURS'],
  // STS spells it so: a role of our own that may not be assumed. (A customer's is told apart where it is assumed.)
  ['AccessDenied', 'OURS'],
])

/** The parts of an SDK or network error that say what it is. */
interface ErrorShape {
  name?: unknown
  code?: unknown
  $metadata?: { httpStatusCode?: unknown; requestId?: unknown }
}

/** Any error of an SDK call as a `KmsError`, without its message. */
export function kmsErrorFrom(error: unknown, operation: string): KmsError {
  const shape: ErrorShape = typeof error === 'object' && error !== null ? error : {}
  const requestId = shape.$metadata?.requestId
  return new KmsError({
    outcome: outcomeOf(shape),
    errorName: errorNameOf(shape),
    requestId: typeof requestId === 'string' && /^[\w-]{1,80}$/.test(requestId) ? requestId : null,
    operation,
  })
}

function outcomeOf({ name, code, $metadata }: ErrorShape): KmsOutcome {
  const byName = OUTCOME_BY_NAME.get(String(name))
  if (byName !== undefined) return byName
  const status = $metadata?.httpStatusCode
  if (typeof status === 'number') {
    if (status === 429) return 'THROTTLED'
    return status >= 500 ? 'UNREACHABLE' : 'UNKNOWN'
  }
  return typeof code === 'string' && isNetworkCode(code) ? 'UNREACHABLE' : 'UNKNOWN'
}

/** DNS, connection and TLS. Codes of Node that begin with ERR_ are mistakes of a program, but for TLS. */
function isNetworkCode(code: string): boolean {
  return !code.startsWith('ERR_') || /^ERR_(TLS|SSL|HTTP2)/.test(code)
}

/** The name may come from the wire: what doesn't look like one is not passed on. */
function errorNameOf({ name, code }: ErrorShape): string {
  const shown = name === 'Error' && typeof code === 'string' ? code : String(name)
  return /^\w{1,80}$/.test(shown) ? shown : 'Unknown'
}
