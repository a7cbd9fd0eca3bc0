import { randomBytes } from 'node:crypto'
import { status } from '@grpc/grpc-js'
import { crc32c } from './cryptography'
import { permissionDenied, StatusError } from './errors'
import type { Fault } from './faults'

/** Faults that Google itself answers with; null for the others. */
export function injectedError({ kind }: Fault, method: string, resource: string): StatusError | null {
  switch (kind) {
    case 'internal':
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

/** The answer as the fault lets it out; most faults leave it as it is. */
export function falsified(fault: Fault | null, answer: Answer): object {
  if (fault?.kind === 'unverified') {
    return { ...answer, verifiedPlaintextCrc32c: false, verifiedAdditionalAuthenticatedDataCrc32c: false }
  }
  if (fault?.kind === 'wrong-answer') {
    const name = answer.name?.replace(/\/cryptoKeys\/[^/]+/, '/cryptoKeys/another')
    const bytes = (given: Buffer | undefined) => given && randomBytes(given.length)
    return checksummed(
      { ...answer, ...(name && { name }) },
      bytes(answer.ciphertext),
      bytes(answer.plaintext),
    )
  }
  if (fault?.kind !== 'bit-flip') return answer
  const [ciphertext, plaintext] = [flipped(answer.ciphertext), flipped(answer.plaintext)]
  if (fault.mended) return checksummed(answer, ciphertext, plaintext)
  return { ...answer, ...(ciphertext && { ciphertext }), ...(plaintext && { plaintext }) }
}

function flipped(bytes: Buffer | undefined): Buffer | undefined {
  if (bytes === undefined) return undefined
  const copy = Buffer.from(bytes)
  copy[copy.length >> 1] = (copy[copy.length >> 1] ?? 0) ^ 1
  return copy
}

const checksummed = (
  answer: Answer,
  ciphertext: Buffer | undefined,
  plaintext: Buffer | undefined,
): Answer => ({
  ...answer,
  ...(ciphertext && { ciphertext, ciphertextCrc32c: { value: crc32c(ciphertext) } }),
  ...(plaintext && { plaintext, plaintextCrc32c: { value: crc32c(plaintext) } }),
})
