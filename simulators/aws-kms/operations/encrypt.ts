import { z } from 'zod'
import { authorize } from '../access'
import { keyArn } from '../arns'
import { seal } from '../cryptography'
import { ENCRYPTION_ALGORITHMS, stopIfDryRun, usableMaterial } from './checks'
import { blob, encryptionContext, flag, grantTokens, keyId, oneOf, operation } from './operation'

const schema = z.object({
  KeyId: keyId,
  Plaintext: blob(1, 4096),
  EncryptionContext: encryptionContext,
  EncryptionAlgorithm: oneOf(ENCRYPTION_ALGORITHMS).default('SYMMETRIC_DEFAULT'),
  GrantTokens: grantTokens,
  DryRun: flag,
})

/** Encrypt. Its answer alone does not say which key material was used. */
export const encrypt = operation(schema, (call, input) => {
  const context = input.EncryptionContext ?? {}
  call.encryptionContext = input.EncryptionContext ?? null
  const { key, alias } = call.key(input.KeyId, true)
  const encryptionAlgorithm = input.EncryptionAlgorithm
  authorize(call, 'kms:Encrypt', key, { alias, encryptionContext: context, encryptionAlgorithm })
  const material = usableMaterial(call, key, encryptionAlgorithm)
  stopIfDryRun(input.DryRun)
  return {
    CiphertextBlob: seal(key, material, context, input.Plaintext).toString('base64'),
    KeyId: keyArn(key),
    EncryptionAlgorithm: encryptionAlgorithm,
  }
})
