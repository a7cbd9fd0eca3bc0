import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { authorize } from '../access'
import { keyArn } from '../arns'
import type { Call } from '../call'
import { seal } from '../cryptography'
import { validation } from '../errors'
import { refuseRecipient, stopIfDryRun, usableMaterial } from './checks'
import { encryptionContext, flag, grantTokens, integer, keyId, oneOf, operation } from './operation'

const withoutPlaintextSchema = z.object({
  KeyId: keyId,
  KeySpec: oneOf(['AES_256', 'AES_128']).optional(),
  NumberOfBytes: integer(1, 1024).optional(),
  EncryptionContext: encryptionContext,
  GrantTokens: grantTokens,
  DryRun: flag,
})
const schema = withoutPlaintextSchema.extend({ Recipient: z.unknown().optional() })

/** GenerateDataKey. */
export const generateDataKey = operation(schema, (call, input) => {
  refuseRecipient(input.Recipient)
  const { plaintext, answer } = generate(call, 'kms:GenerateDataKey', input)
  return { ...answer, Plaintext: plaintext.toString('base64') }
})

/** GenerateDataKeyWithoutPlaintext. */
export const generateDataKeyWithoutPlaintext = operation(
  withoutPlaintextSchema,
  (call, input) => generate(call, 'kms:GenerateDataKeyWithoutPlaintext', input).answer,
)

function generate(call: Call, action: string, input: z.output<typeof withoutPlaintextSchema>) {
  const length = lengthOf(input)
  const context = input.EncryptionContext ?? {}
  call.encryptionContext = input.EncryptionContext ?? null
  const { key, alias } = call.key(input.KeyId, true)
  authorize(call, action, key, {
    alias,
    encryptionContext: context,
    encryptionAlgorithm: 'SYMMETRIC_DEFAULT',
  })
  const material = usableMaterial(call, key)
  stopIfDryRun(input.DryRun)
  const plaintext = randomBytes(length)
  const CiphertextBlob = seal(key, material, context, plaintext).toString('base64')
  return { plaintext, answer: { CiphertextBlob, KeyId: keyArn(key), KeyMaterialId: material.id } }
}

function lengthOf({ KeySpec, NumberOfBytes }: { KeySpec?: string; NumberOfBytes?: number }): number {
  if ((KeySpec === undefined) === (NumberOfBytes === undefined)) {
    throw validation('Please specify either number of bytes or key spec.')
  }
  return NumberOfBytes ?? (KeySpec === 'AES_128' ? 16 : 32)
}
