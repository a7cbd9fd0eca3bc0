import type { KmsOutcome } from '@/lib/domain/kms-outcome'
import { KmsError } from '../kms-error'

/** What a call needs of the key: an expired key unwraps, but does not wrap. */
export type AzureOperation =
  | 'wrapKey'
  | 'unwrapKey'
  | 'getKey'
  | 'getDeletedKey'
  | 'getRotationPolicy'
  | 'getVersions'
  | 'deadline'

/** The inner codes of a refusal (403), which say more than its outer one. */
const OUTCOME_BY_INNER_CODE: ReadonlyMap<string, KmsOutcome> = new Map<string, KmsOutcome>([
  ['ForbiddenByRbac', 'DENIED'],
  ['ForbiddenByPolicy', 'DENIED'],
  ['AccessDenied', 'DENIED'],
  // A network rule of the customer's is a refusal as good as any.
  ['ForbiddenByFirewall', 'DENIED'],
  ['ForbiddenByConnection', 'DENIED'],
  ['KeyDisabled', 'DISABLED'],
])

const OUTCOME_BY_STATUS: ReadonlyMap<number, KmsOutcome> = new Map<number, KmsOutcome>([
  [401, 'OURS'],
  [403, 'DENIED'],
  [404, 'GONE'],
  // A deleted key that can be recovered, or is being recovered.
  [409, 'PENDING_DELETION'],
])

/** The parts of an SDK or network error that say what it is. */
interface ErrorShape {
  name?: unknown
  code?: unknown
  statusCode?: unknown
  response?: { headers?: { get?(name: string): string | undefined } }
  details?: { error?: { code?: unknown; innerError?: { code?: unknown } | null } | null } | null
}

/** Any error of an SDK call as a `KmsError`, without its message. */
export function kmsErrorFrom(error: unknown, operation: AzureOperation): KmsError {
  // A credential of ours speaks for itself.
  if (error instanceof KmsError) return error
  const shape: ErrorShape = typeof error === 'object' && error !== null ? error : {}
  const requestId = shape.response?.headers?.get?.('x-ms-request-id')
  return new KmsError({
    outcome: outcomeOf(shape, operation),
    errorName: errorNameOf(shape),
    requestId: requestId !== undefined && /^[\w-]{1,80}$/.test(requestId) ? requestId : null,
    operation,
  })
}

function outcomeOf(shape: ErrorShape, operation: AzureOperation): KmsOutcome {
  const { name, code, statusCode } = shape
  if (typeof statusCode === 'number') {
    if (statusCode === 429) return 'THROTTLED'
    if (statusCode >= 500) return 'UNREACHABLE'
    // Whoever refuses without the service's own code is not the service: a proxy, a captive network.
    if (outerCodeOf(shape) === null) return 'UNKNOWN'
    if (statusCode === 400) return operation === 'unwrapKey' ? 'INTEGRITY' : 'MISCONFIGURED'
    const inner = OUTCOME_BY_INNER_CODE.get(innerCodeOf(shape) ?? '')
    return (statusCode === 403 ? inner : undefined) ?? OUTCOME_BY_STATUS.get(statusCode) ?? 'UNKNOWN'
  }
  if (name === 'TimeoutError' || name === 'AbortError') return 'UNREACHABLE'
  return name === 'RestError' && typeof code === 'string' ? 'UNREACHABLE' : 'UNKNOWN'
}

/** Where the SDK has no details, for a list, it has the code all the same; but one of its own for what is no JSON. */
const outerCodeOf = ({ details, code }: ErrorShape): string | null =>
  textOf(details?.error?.code) ?? (code === 'PARSE_ERROR' ? null : textOf(code))
const innerCodeOf = ({ details }: ErrorShape): string | null => textOf(details?.error?.innerError?.code)
const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** The name may come from the wire: what doesn't look like one is not passed on. */
function errorNameOf(shape: ErrorShape): string {
  const shown =
    innerCodeOf(shape) ?? outerCodeOf(shape) ?? (shape.name === 'RestError' ? shape.code : shape.name)
  return typeof shown === 'string' && /^\w{1,80}$/.test(shown) ? shown : 'Unknown'
}
