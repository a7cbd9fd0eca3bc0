import { z } from 'zod'
import type { KmsOutcome } from '@/lib/domain/kms-outcome'
import { KmsError } from '../kms-error'
import { outcomeOfViolation } from './states'

/** gRPC's own codes, and what each means where nothing more is known. */
const STATUSES: ReadonlyMap<unknown, readonly [name: string, outcome: KmsOutcome]> = new Map([
  [1, ['CANCELLED', 'UNREACHABLE']],
  [2, ['UNKNOWN', 'UNKNOWN']],
  [3, ['INVALID_ARGUMENT', 'MISCONFIGURED']],
  [4, ['DEADLINE_EXCEEDED', 'UNREACHABLE']],
  [5, ['NOT_FOUND', 'GONE']],
  [6, ['ALREADY_EXISTS', 'UNKNOWN']],
  [7, ['PERMISSION_DENIED', 'DENIED']],
  [8, ['RESOURCE_EXHAUSTED', 'THROTTLED']],
  // A state that isn't named, or a policy for key access: a refusal until the version has been looked at.
  [9, ['FAILED_PRECONDITION', 'DENIED']],
  [10, ['ABORTED', 'UNREACHABLE']],
  [11, ['OUT_OF_RANGE', 'UNKNOWN']],
  [12, ['UNIMPLEMENTED', 'UNKNOWN']],
  [13, ['INTERNAL', 'UNREACHABLE']],
  [14, ['UNAVAILABLE', 'UNREACHABLE']],
  [15, ['DATA_LOSS', 'UNKNOWN']],
  [16, ['UNAUTHENTICATED', 'OURS']],
] as const)

/** Google's reasons that say more than the status they come with (`google.api.ErrorReason`). */
const OUTCOME_BY_REASON: ReadonlyMap<string, KmsOutcome> = new Map<string, KmsOutcome>([
  ['SERVICE_DISABLED', 'CONSENT_MISSING'],
  ['CONSUMER_INVALID', 'CONSENT_MISSING'],
  ['CONSUMER_SUSPENDED', 'CONSENT_MISSING'],
  ['ACCESS_TOKEN_SCOPE_INSUFFICIENT', 'OURS'],
  ['ACCESS_TOKEN_EXPIRED', 'OURS'],
  ['ACCESS_TOKEN_TYPE_UNSUPPORTED', 'OURS'],
  ['CREDENTIALS_MISSING', 'OURS'],
  ['ACCOUNT_STATE_INVALID', 'OURS'],
  ['RATE_LIMIT_EXCEEDED', 'THROTTLED'],
])

const word = z.string().regex(/^\w{1,80}$/)
/** The parts of an SDK's error that say what it is. What doesn't look like a name is not passed on. */
const errorShape = z
  .object({
    code: z.unknown(),
    name: word.optional().catch(undefined),
    details: z.string().catch(''),
    reason: word.optional().catch(undefined),
    statusDetails: z
      .array(
        z.object({
          violations: z.array(z.object({ type: word })).catch([]),
          requestId: z
            .string()
            .regex(/^[\w-]{1,80}$/)
            .optional()
            .catch(undefined),
        }),
      )
      .catch([]),
  })
  .catch({ code: undefined, details: '', statusDetails: [] })
type ErrorShape = z.output<typeof errorShape>

/** Any error of a call to Cloud KMS as a `KmsError`, without its message. */
export function kmsErrorFrom(error: unknown, operation: string): KmsError {
  const shape = errorShape.parse(error)
  const [errorName, outcome] = madeUpHere(shape) ?? said(shape, operation)
  const requestId = shape.statusDetails.find((detail) => detail.requestId)?.requestId ?? null
  return new KmsError({ outcome, errorName, requestId, operation })
}

type Verdict = readonly [errorName: string, outcome: KmsOutcome]

/** What Google said, from the most particular to the most general. */
function said(shape: ErrorShape, operation: string): Verdict {
  const violations = shape.statusDetails.flatMap((detail) => detail.violations.map(({ type }) => type))
  for (const violation of violations) {
    const outcome = outcomeOfViolation(violation)
    if (outcome !== null) return [violation, outcome]
  }
  const status = STATUSES.get(shape.code)
  if (status === undefined) return unknownKind(shape)
  const [statusName, byStatus] = status
  const errorName = shape.reason ?? statusName
  const byReason = OUTCOME_BY_REASON.get(shape.reason ?? '')
  if (byReason !== undefined) return [errorName, byReason]
  // Another key, another context or a torn ciphertext: Google tells none of them apart.
  if (statusName === 'INVALID_ARGUMENT' && operation === 'Decrypt') return [errorName, 'INTEGRITY']
  return [errorName, byStatus]
}

/**
 * What the gRPC library makes of an answer that is none of Cloud KMS. A proxy's 403 would come as PERMISSION_DENIED
 * and too long an answer as RESOURCE_EXHAUSTED.
 */
function madeUpHere({ code, details }: ErrorShape): Verdict | null {
  const [, http] = /^Received HTTP status code (\d{3})/.exec(details) ?? []
  if (http !== undefined) {
    if (http === '429') return ['HTTP_429', 'THROTTLED']
    return [`HTTP_${http}`, http.startsWith('5') ? 'UNREACHABLE' : 'UNKNOWN']
  }
  if (code === 8 && details.startsWith('Received message larger than max')) {
    return ['ResponseTooLarge', 'UNKNOWN']
  }
  return code === 13 && details.startsWith('Response message parsing error')
    ? ['TornResponse', 'UNKNOWN']
    : null
}

function unknownKind({ name, code }: ErrorShape): Verdict {
  if (name === 'TimeoutError' || name === 'AbortError') return [name, 'UNREACHABLE']
  if (typeof code === 'string' && /^E[A-Z]{2,30}$/.test(code)) return [code, 'UNREACHABLE']
  return [name ?? 'Unknown', 'UNKNOWN']
}
