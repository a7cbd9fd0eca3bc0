import type { Fault } from '../../shared/faults'
import { DirectoryError, forbidden, VaultError } from '../errors'

/** Faults that a vault itself answers with; null for the others. */
export function vaultFault(fault: Fault | null): VaultError | null {
  switch (fault?.kind) {
    case 'http500':
      return new VaultError(500, 'InternalServerError', 'An unexpected error occurred.')
    case 'throttle':
      return new VaultError(429, 'Throttled', 'Too many requests were received.')
    case 'deny':
      return forbidden('Caller is not authorized to perform action on resource.', 'ForbiddenByRbac')
    default:
      return null
  }
}

/** Faults that the directory itself answers with; null for the others. */
export function directoryFault(fault: Fault | null): DirectoryError | null {
  switch (fault?.kind) {
    case 'http500':
      return new DirectoryError(503, 'temporarily_unavailable', 90033, 'A transient error has occurred.')
    case 'throttle':
      return new DirectoryError(429, 'temporarily_unavailable', 90055, 'Too many requests were received.')
    case 'deny':
      return new DirectoryError(400, 'invalid_grant', 53003, 'Access was blocked by Conditional Access.')
    default:
      return null
  }
}

/** The answer as a vault that lies would give it, where a fault says so. */
export function spoilt(answer: object | null, fault: Fault | null): object | null {
  if (fault?.kind === 'wrong-key' && answer !== null) return withOtherKey(answer)
  if (answer === null || !('value' in answer) || typeof answer.value !== 'string') return answer
  const bytes = Buffer.from(answer.value, 'base64url')
  switch (fault?.kind) {
    case 'wrong-answer':
      return { ...answer, value: bytes.fill(0x5a).toString('base64url') }
    case 'wrong-length':
      return { ...answer, value: bytes.subarray(1).toString('base64url') }
    case 'bit-flip':
      bytes[0] = (bytes[0] ?? 0) ^ 1
      return { ...answer, value: bytes.toString('base64url') }
    default:
      return answer
  }
}

const OTHER_KEY = `https://other-vault.vault.azure.net/keys/other/${'0'.repeat(32)}`

const withOtherKey = (answer: object): object =>
  'key' in answer
    ? { ...answer, key: Object.assign({}, answer.key, { kid: OTHER_KEY }) }
    : { ...answer, kid: OTHER_KEY }
