import type { z } from 'zod'
import type { Bytes } from '@/lib/crypto'
import { KmsError } from '../kms-error'
import { SHARE_BYTES, type WrapContext } from '../root-key'
import { decryptAnswer, encryptAnswer } from './answers'
import { CHECKSUM_MISMATCH, type GoogleCall } from './calls'
import { crc32c } from './checksum'
import { authenticatedData } from './context'
import { isVersionNumber, versionNumber } from './describe'

/** Encrypts a share by the key's primary version; gives the ciphertext and the number of that version. */
export function encryptCall(
  name: string,
  share: Uint8Array,
  context: WrapContext,
): GoogleCall<z.output<typeof encryptAnswer>, { wrapped: Bytes; keyMaterialId: string }> {
  return {
    method: 'encrypt',
    request: {
      name,
      plaintext: share,
      plaintextCrc32c: { value: crc32c(share) },
      ...boundTo(context),
    },
    answer: encryptAnswer,
    accept: (answer) => {
      const { ciphertext } = answer
      const arrived = answer.verifiedPlaintextCrc32c && answer.verifiedAdditionalAuthenticatedDataCrc32c
      if (!arrived || crc32c(ciphertext) !== answer.ciphertextCrc32c) {
        throw integrity('Encrypt', CHECKSUM_MISMATCH)
      }
      if (ciphertext.length === 0) throw integrity('Encrypt', 'CiphertextLength')
      const keyMaterialId = versionNumber(answer.name)
      if (!isVersionNumber(keyMaterialId) || answer.name !== `${name}/cryptoKeyVersions/${keyMaterialId}`) {
        throw integrity('Encrypt', 'KeyNameMismatch')
      }
      return { wrapped: Uint8Array.from(ciphertext), keyMaterialId }
    },
  }
}

/** Decrypts a share: Google finds the version by itself, and names none. */
export function decryptCall(
  name: string,
  wrapped: Uint8Array,
  context: WrapContext,
): GoogleCall<z.output<typeof decryptAnswer>, Bytes> {
  return {
    method: 'decrypt',
    request: {
      name,
      ciphertext: wrapped,
      ciphertextCrc32c: { value: crc32c(wrapped) },
      ...boundTo(context),
    },
    answer: decryptAnswer,
    accept: ({ plaintext, plaintextCrc32c }) => {
      const sound = crc32c(plaintext) === plaintextCrc32c
      const share = Uint8Array.from(plaintext)
      plaintext.fill(0)
      if (!sound) throw integrity('Decrypt', CHECKSUM_MISMATCH)
      if (share.length !== SHARE_BYTES) throw integrity('Decrypt', 'PlaintextLength')
      return share
    },
  }
}

function boundTo(context: WrapContext) {
  const additionalAuthenticatedData = authenticatedData(context)
  return {
    additionalAuthenticatedData,
    additionalAuthenticatedDataCrc32c: { value: crc32c(additionalAuthenticatedData) },
  }
}

/** It answered, but not with what was wrapped: never taken for an outage. */
export function integrity(operation: string, errorName: string): KmsError {
  return new KmsError({ outcome: 'INTEGRITY', errorName, requestId: null, operation })
}
