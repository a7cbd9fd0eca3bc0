import { z } from 'zod'
import { authorize } from '../access'
import { keyArn } from '../arns'
import { readHeader, seal } from '../cryptography'
import { ENCRYPTION_ALGORITHMS, stopIfDryRun, usableMaterial } from './checks'
import { openAs } from './decrypt'
import { blob, encryptionContext, flag, grantTokens, keyId, oneOf, operation } from './operation'

const algorithm = oneOf(ENCRYPTION_ALGORITHMS).default('SYMMETRIC_DEFAULT')
const schema = z.object({
  CiphertextBlob: blob(1, 6144),
  SourceKeyId: keyId.optional(),
  SourceEncryptionContext: encryptionContext,
  SourceEncryptionAlgorithm: algorithm,
  DestinationKeyId: keyId,
  DestinationEncryptionContext: encryptionContext,
  DestinationEncryptionAlgorithm: algorithm,
  GrantTokens: grantTokens,
  DryRun: flag,
})

/** ReEncrypt: needs ReEncryptFrom on the old key and ReEncryptTo on the new one, which may be the same. */
export const reEncrypt = operation(schema, (call, input) => {
  const context = input.DestinationEncryptionContext ?? {}
  call.encryptionContext = input.DestinationEncryptionContext ?? null
  const { key, alias } = call.key(input.DestinationKeyId, true)
  const reEncryptOnSameKey = readHeader(input.CiphertextBlob)?.keyId === key.id
  const sealed = {
    keyId: input.SourceKeyId,
    blob: input.CiphertextBlob,
    context: input.SourceEncryptionContext ?? {},
    algorithm: input.SourceEncryptionAlgorithm,
  }
  const source = openAs(call, 'kms:ReEncryptFrom', sealed, { reEncryptOnSameKey })
  const encryptionAlgorithm = input.DestinationEncryptionAlgorithm
  authorize(call, 'kms:ReEncryptTo', key, {
    alias,
    encryptionContext: context,
    encryptionAlgorithm,
    reEncryptOnSameKey,
  })
  const material = usableMaterial(call, key, encryptionAlgorithm)
  stopIfDryRun(input.DryRun)
  return {
    CiphertextBlob: seal(key, material, context, source.plaintext).toString('base64'),
    SourceKeyId: keyArn(source.key),
    KeyId: keyArn(key),
    SourceEncryptionAlgorithm: input.SourceEncryptionAlgorithm,
    DestinationEncryptionAlgorithm: encryptionAlgorithm,
    SourceKeyMaterialId: source.material.id,
    DestinationKeyMaterialId: material.id,
  }
})
