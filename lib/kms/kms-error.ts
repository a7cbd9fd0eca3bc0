import { type KmsOutcome, toleranceOf } from '@/lib/domain/kms-outcome'

/**
 * A call to a KMS that did not end well, by its class. It holds what may be shown and logged: names and ids, never
 * the cloud's own message.
 */
export class KmsError extends Error {
  readonly outcome: KmsOutcome
  /** The provider's name for the error, such as `DisabledException`. */
  readonly errorName: string
  /** The provider's id of the request, by which the customer finds it in their own log. */
  readonly requestId: string | null
  /** The provider's name of the call, such as `Decrypt`. */
  readonly operation: string

  constructor(details: {
    outcome: KmsOutcome
    errorName: string
    requestId: string | null
    operation: string
  }) {
    super(`${details.operation}: ${details.outcome} (${details.errorName})`)
    this.name = 'KmsError'
    this.outcome = details.outcome
    this.errorName = details.errorName
    this.requestId = details.requestId
    this.operation = details.operation
  }

  /** Whether the same call may succeed later with nobody doing anything. */
  get retryable(): boolean {
    return toleranceOf(this.outcome) === 'grace'
  }
}
