import { keyArn } from '../arns'
import type { Call } from '../call'
import { invalidKeyUsage, KmsError, unsupported, validation } from '../errors'
import { assertEnabled, currentMaterial, type Key, type KeyMaterial } from '../keys'

export const ENCRYPTION_ALGORITHMS = [
  'SYMMETRIC_DEFAULT',
  'RSAES_OAEP_SHA_1',
  'RSAES_OAEP_SHA_256',
  'SM2PKE',
] as const

/**
 * Refuses a key that can't do the call's operation with `algorithm`, first by its use and then by its state.
 * @returns the material that encrypts
 * @throws KmsError InvalidKeyUsage, UnsupportedOperation, Disabled or KMSInvalidStateException
 */
export function usableMaterial(call: Call, key: Key, algorithm = 'SYMMETRIC_DEFAULT'): KeyMaterial {
  if (key.usage !== 'ENCRYPT_DECRYPT') {
    throw invalidKeyUsage(
      `${keyArn(key)} key usage is ${key.usage} which is not valid for ${call.operation}.`,
    )
  }
  const symmetric = algorithm === 'SYMMETRIC_DEFAULT'
  if (symmetric !== (key.spec === 'SYMMETRIC_DEFAULT')) {
    throw invalidKeyUsage(`Algorithm ${algorithm} and key spec ${key.spec} are incompatible.`)
  }
  assertEnabled(call.world.seen(key))
  const material = currentMaterial(key)
  if (!material) throw unsupported(`${key.spec} keys can be described but not used in this simulator.`)
  return material
}

/** The last step before the work: a dry run ends here with the error that means success. */
export function stopIfDryRun(dryRun: boolean | undefined): void {
  if (!dryRun) return
  throw new KmsError(
    'DryRunOperationException',
    'The request would have succeeded, but the DryRun option is set.',
  )
}

/** Enclave attestation is not simulated; ignoring it would hand out what should stay sealed. */
export function refuseRecipient(recipient: unknown): void {
  if (recipient !== undefined) throw validation('Recipient is not part of this simulator.')
}
