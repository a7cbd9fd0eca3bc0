import { randomBytes } from 'node:crypto'
import { status } from '@grpc/grpc-js'
import type { Fault } from '../shared/faults'
import { crc32c, WRONG_KEY } from './cryptography'
import { invalidArgument, permissionDenied, StatusError } from './errors'

/** The faults that this simulator has. */
export const GOOGLE_FAULT_KINDS = [
  'timeout',
  'slow',
  'reset',
  'truncated',
  'empty',
  'huge',
  'http500',
  'unavailable',
  'throttle',
  'deny',
  'wrong-key',
  'wrong-answer',
  'wrong-length',
  'bit-flip',
  'bit-flip-checksummed',
  'unverified',
] as const

/** Methods that can be broken alone by the page, and the one that hands out tokens. */
export const BREAKABLE = [
  'Encrypt',
  'Decrypt',
  'GetCryptoKey',
  'GetCryptoKeyVersion',
  'ListCryptoKeyVersions',
  'TestIamPermissions',
  'GenerateAccessToken',
] as const

/** Faults that Google itself answers with; null for the others. */
export function injectedError({ kind }: Fault, method: string, resource: string): StatusError | null {
  switch (kind) {
    case 'wrong-key':
      // Decrypt names no key in its answer: another one simply doesn't open.
      return method === 'Decrypt' ? invalidArgument(WRONG_KEY) : null
    case 'http500':
      return new StatusError(status.INTERNAL, 'Internal error encountered.')
    case 'unavailable':
      return new StatusError(status.UNAVAILABLE, 'The service is currently unavailable.')
    case 'throttle':
      return new StatusError(
        status.RESOURCE_EXHAUSTED,
        "Quota exceeded for quota metric 'Cryptographic requests' and limit 'Cryptographic requests per minute' of service 'cloudkms.googleapis.com'.",
        [
          {
            type: 'ErrorInfo',
            reason: 'RATE_LIMIT_EXCEEDED',
            domain: 'googleapis.com',
            metadata: { service: 'cloudkms.googleapis.com' },
          },
        ],
      )
    case 'deny':
      return permissionDenied(`cloudkms.${method}`, resource)
    default:
      return null
  }
}

interface Answer {
  name?: string
  ciphertext?: Buffer
  ciphertextCrc32c?: { value: number }
  plaintext?: Buffer
  plaintextCrc32c?: { value: number }
}

const HUGE_BYTES = 50 * 2 ** 20

/** The answer as the fault lets it out; most faults leave it as it is. */
export function falsified(fault: Fault | null, answer: Answer): object {
  switch (fault?.kind) {
    case 'empty':
      return {}
    case 'huge':
      return { ...withBytes(answer, () => Buffer.alloc(HUGE_BYTES)), name: 'x'.repeat(HUGE_BYTES) }
    case 'unverified':
      return { ...answer, verifiedPlaintextCrc32c: false, verifiedAdditionalAuthenticatedDataCrc32c: false }
    case 'wrong-key':
      return { ...answer, name: answer.name?.replace(/\/cryptoKeys\/[^/]+/, '/cryptoKeys/another') }
    case 'wrong-answer':
      return withBytes(answer, ({ length }) => randomBytes(length))
    case 'wrong-length':
      return withBytes(answer, (bytes) => bytes.subarray(1))
    case 'bit-flip':
      return { ...withBytes(answer, flipped), ...checksumsOf(answer) }
    case 'bit-flip-checksummed':
      return withBytes(answer, flipped)
    default:
      return answer
  }
}

/** The answer with its bytes changed, and checksums that fit them. */
function withBytes(answer: Answer, change: (bytes: Buffer) => Buffer): Answer {
  const ciphertext = answer.ciphertext && change(answer.ciphertext)
  const plaintext = answer.plaintext && change(answer.plaintext)
  return {
    ...answer,
    ...(ciphertext && { ciphertext, ciphertextCrc32c: { value: crc32c(ciphertext) } }),
    ...(plaintext && { plaintext, plaintextCrc32c: { value: crc32c(plaintext) } }),
  }
}

const checksumsOf = ({ ciphertextCrc32c, plaintextCrc32c }: Answer): Answer => ({
  ...(ciphertextCrc32c && { ciphertextCrc32c }),
  ...(plaintextCrc32c && { plaintextCrc32c }),
})

function flipped(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes)
  const middle = copy.length >> 1
  copy[middle] = (copy[middle] ?? 0) ^ 1
  return copy
}
