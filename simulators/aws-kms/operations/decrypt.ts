import { z } from 'zod'
import { type AccessDetails, authorize } from '../access'
import { keyArn } from '../arns'
import type { Call } from '../call'
import { type EncryptionContext, open, readHeader } from '../cryptography'
import { accessDenied, incorrectKey, invalidCiphertext, KmsError } from '../errors'
import { ENCRYPTION_ALGORITHMS, refuseRecipient, stopIfDryRun, usableMaterial } from './checks'
import { blob, encryptionContext, flag, grantTokens, keyId, oneOf, operation } from './operation'

const schema = z.object({
  KeyId: keyId.optional(),
  CiphertextBlob: blob(1, 6144),
  EncryptionContext: encryptionContext,
  EncryptionAlgorithm: oneOf(ENCRYPTION_ALGORITHMS).default('SYMMETRIC_DEFAULT'),
  GrantTokens: grantTokens,
  Recipient: z.unknown().optional(),
  DryRun: flag,
})

/** Decrypt. */
export const decrypt = operation(schema, (call, input) => {
  refuseRecipient(input.Recipient)
  call.encryptionContext = input.EncryptionContext ?? null
  const { key, plaintext, material } = openAs(call, 'kms:Decrypt', {
    keyId: input.KeyId,
    blob: input.CiphertextBlob,
    context: input.EncryptionContext ?? {},
    algorithm: input.EncryptionAlgorithm,
  })
  stopIfDryRun(input.DryRun)
  return {
    KeyId: keyArn(key),
    Plaintext: plaintext.toString('base64'),
    EncryptionAlgorithm: input.EncryptionAlgorithm,
    KeyMaterialId: material.id,
  }
})

interface Sealed {
  keyId: string | undefined
  blob: Buffer
  context: EncryptionContext
  algorithm: string
}

/**
 * Opens a ciphertext under the permission `action`, with the key that the request names or else the one
 * that the blob names.
 * @throws KmsError AccessDenied, IncorrectKey, InvalidCiphertext and those of the key's use and state
 */
export function openAs(call: Call, action: string, sealed: Sealed, details: AccessDetails = {}) {
  const { key, alias } = sourceOf(call, sealed)
  try {
    authorize(call, action, key, {
      ...details,
      alias,
      encryptionContext: sealed.context,
      encryptionAlgorithm: sealed.algorithm,
    })
  } catch (error) {
    const foreign = key.accountId !== call.caller.accountId
    throw foreign && sealed.keyId === undefined && error instanceof KmsError ? unknownKey() : error
  }
  usableMaterial(call, key, sealed.algorithm)
  const header = readHeader(sealed.blob)
  if (!header) throw invalidCiphertext()
  if (header.keyId !== key.id) throw incorrectKey()
  return { key, ...open(key, sealed.context, sealed.blob) }
}

function sourceOf(call: Call, { keyId, blob }: Sealed) {
  if (keyId !== undefined) return call.key(keyId, true)
  const header = readHeader(blob)
  if (!header) throw invalidCiphertext()
  const key = call.world.find(call.region, header.keyId)
  if (!key) throw unknownKey()
  call.touched.add(key)
  return { key, alias: null }
}

/** The answer for a blob whose key is not to be seen by the caller, or is not there at all. */
const unknownKey = () =>
  accessDenied(
    'The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.',
  )
