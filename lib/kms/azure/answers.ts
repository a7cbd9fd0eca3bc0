import { DoesNotOpenError } from '@/lib/crypto'
import { KmsError } from '../kms-error'
import type { AzureOperation } from './classify'

/** It answered, but not with what was wrapped: never taken for an outage. */
export function integrity(operation: AzureOperation, errorName: string): KmsError {
  return new KmsError({ outcome: 'INTEGRITY', errorName, requestId: null, operation })
}

/** An answer without its fields is no answer of Key Vault: something in between spoke. */
export function incomplete(operation: AzureOperation): KmsError {
  return new KmsError({ outcome: 'UNKNOWN', errorName: 'IncompleteResponse', requestId: null, operation })
}

/** Work on a stored share, whose failure to open is an answer about the share. */
export function opening<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof DoesNotOpenError) throw integrity('unwrapKey', 'ShareDoesNotOpen')
    throw error
  }
}
