import {
  CreateAliasCommand,
  CreateKeyCommand,
  DecryptCommand,
  DescribeKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateDataKeyWithoutPlaintextCommand,
  ReEncryptCommand,
  RotateKeyOnDemandCommand,
} from '@aws-sdk/client-kms'
import { beforeAll, expect, test } from 'vitest'
import type { Simulator } from '@/simulators/aws-kms/index'
import { bytes, client, createKey, start } from './setup'

let simulator: Simulator
let kms: ReturnType<typeof client>
let key: string
const EncryptionContext = { organization: 'org_1', purpose: 'share' }

beforeAll(async () => {
  simulator = await start()
  kms = client(simulator, 'admin')
  key = await createKey(kms)
})

const encrypt = (KeyId = key) =>
  kms.send(new EncryptCommand({ KeyId, Plaintext: bytes('secret'), EncryptionContext }))

test('what was encrypted opens with the same context in another order, with or without the key id', async () => {
  const { CiphertextBlob, KeyId, ...rest } = await encrypt()
  expect(KeyId).toBe(key)
  expect(rest).not.toHaveProperty('KeyMaterialId')
  const other = { purpose: 'share', organization: 'org_1' }
  for (const named of [key, undefined]) {
    const opened = await kms.send(
      new DecryptCommand({ CiphertextBlob, EncryptionContext: other, KeyId: named }),
    )
    expect(Buffer.from(opened.Plaintext ?? []).toString()).toBe('secret')
    expect(opened.KeyMaterialId).toMatch(/^[0-9a-f]{64}$/)
  }
})

test('a wrong or missing context, or a changed byte anywhere, is InvalidCiphertextException without a word', async () => {
  const { CiphertextBlob = new Uint8Array() } = await encrypt()
  const refused = { name: 'InvalidCiphertextException', message: 'UnknownError' }
  for (const context of [undefined, { ...EncryptionContext, organization: 'org_2' }]) {
    const command = new DecryptCommand({ CiphertextBlob, EncryptionContext: context, KeyId: key })
    await expect(kms.send(command)).rejects.toMatchObject({ name: refused.name })
  }
  for (const at of [0, 20, 50, CiphertextBlob.length - 1]) {
    const torn = Uint8Array.from(CiphertextBlob)
    torn[at] = (torn[at] ?? 0) ^ 1
    const command = new DecryptCommand({ CiphertextBlob: torn, EncryptionContext, KeyId: key })
    await expect(kms.send(command), `byte ${at}`).rejects.toMatchObject({ name: refused.name })
  }
})

test('naming another key is IncorrectKeyException', async () => {
  const { CiphertextBlob } = await encrypt()
  const other = await createKey(kms)
  await expect(
    kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext, KeyId: other })),
  ).rejects.toMatchObject({ name: 'IncorrectKeyException' })
})

test('data keys come with the id of their material, and without plaintext when that is asked', async () => {
  const made = await kms.send(
    new GenerateDataKeyCommand({ KeyId: key, KeySpec: 'AES_256', EncryptionContext }),
  )
  expect(made.Plaintext).toHaveLength(32)
  const opened = await kms.send(
    new DecryptCommand({ CiphertextBlob: made.CiphertextBlob, EncryptionContext }),
  )
  expect(opened.Plaintext).toEqual(made.Plaintext)
  expect(opened.KeyMaterialId).toBe(made.KeyMaterialId)
  const sealed = await kms.send(new GenerateDataKeyWithoutPlaintextCommand({ KeyId: key, NumberOfBytes: 64 }))
  expect(sealed).not.toHaveProperty('Plaintext')
  expect(sealed.KeyMaterialId).toBe(made.KeyMaterialId)
  await expect(kms.send(new GenerateDataKeyCommand({ KeyId: key }))).rejects.toMatchObject({
    name: 'ValidationException',
  })
})

test('a rotation changes the current material, and the old one still opens', async () => {
  const arn = await createKey(kms)
  const old = await kms.send(new EncryptCommand({ KeyId: arn, Plaintext: bytes('old') }))
  const before = await kms.send(new DescribeKeyCommand({ KeyId: arn }))
  await kms.send(new RotateKeyOnDemandCommand({ KeyId: arn }))
  const after = await kms.send(new DescribeKeyCommand({ KeyId: arn }))
  expect(after.KeyMetadata?.CurrentKeyMaterialId).not.toBe(before.KeyMetadata?.CurrentKeyMaterialId)
  const opened = await kms.send(new DecryptCommand({ CiphertextBlob: old.CiphertextBlob }))
  expect(opened.KeyMaterialId).toBe(before.KeyMetadata?.CurrentKeyMaterialId)

  const moved = await kms.send(
    new ReEncryptCommand({ CiphertextBlob: old.CiphertextBlob, DestinationKeyId: arn }),
  )
  expect(moved.SourceKeyMaterialId).toBe(before.KeyMetadata?.CurrentKeyMaterialId)
  expect(moved.DestinationKeyMaterialId).toBe(after.KeyMetadata?.CurrentKeyMaterialId)
  const reopened = await kms.send(new DecryptCommand({ CiphertextBlob: moved.CiphertextBlob, KeyId: arn }))
  expect(Buffer.from(reopened.Plaintext ?? []).toString()).toBe('old')
})

test('an alias names the key for cryptography, in short and as an ARN', async () => {
  await kms.send(new CreateAliasCommand({ AliasName: 'alias/mine', TargetKeyId: key }))
  for (const alias of ['alias/mine', key.replace(/key\/.*/, 'alias/mine')]) {
    const sealed = await encrypt(alias)
    expect(sealed.KeyId).toBe(key)
  }
  await expect(encrypt('alias/other')).rejects.toMatchObject({
    name: 'NotFoundException',
    message: expect.stringContaining('alias/other is not found'),
  })
})

test('keys of another kind are described, and refused for symmetric work', async () => {
  for (const [KeySpec, KeyUsage] of [
    ['RSA_2048', 'ENCRYPT_DECRYPT'],
    ['RSA_2048', 'SIGN_VERIFY'],
    ['ECC_NIST_P256', 'SIGN_VERIFY'],
    ['HMAC_256', 'GENERATE_VERIFY_MAC'],
  ] as const) {
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({ KeySpec, KeyUsage }))
    expect(KeyMetadata).toMatchObject({ KeySpec, KeyUsage, KeyState: 'Enabled' })
    expect(KeyMetadata).not.toHaveProperty('CurrentKeyMaterialId')
    await expect(encrypt(KeyMetadata?.Arn)).rejects.toMatchObject({ name: 'InvalidKeyUsageException' })
    await expect(
      kms.send(new GenerateDataKeyCommand({ KeyId: KeyMetadata?.Arn, KeySpec: 'AES_256' })),
    ).rejects.toMatchObject({ name: 'InvalidKeyUsageException' })
  }
})

test('a dry run never succeeds: its name says whether the call would have', async () => {
  const dry = (KeyId: string) => kms.send(new EncryptCommand({ KeyId, Plaintext: bytes('x'), DryRun: true }))
  await expect(dry(key)).rejects.toMatchObject({ name: 'DryRunOperationException' })
  await expect(dry(key.replace(/.$/, (last) => (last === '0' ? '1' : '0')))).rejects.toMatchObject({
    name: 'NotFoundException',
  })
})

test('limits: 4096 bytes of plaintext, 6144 of ciphertext, 8192 of context', async () => {
  const fits = await kms.send(new EncryptCommand({ KeyId: key, Plaintext: new Uint8Array(4096) }))
  expect(fits.CiphertextBlob?.length).toBeLessThanOrEqual(6144)
  for (const command of [
    new EncryptCommand({ KeyId: key, Plaintext: new Uint8Array(4097) }),
    new EncryptCommand({ KeyId: key, Plaintext: new Uint8Array(0) }),
    new EncryptCommand({ KeyId: key, Plaintext: bytes('x'), EncryptionContext: { a: 'x'.repeat(8192) } }),
    new EncryptCommand({ KeyId: undefined, Plaintext: bytes('x') }),
  ]) {
    await expect(kms.send(command)).rejects.toMatchObject({ name: 'ValidationException' })
  }
  await expect(kms.send(new DecryptCommand({ CiphertextBlob: new Uint8Array(6145) }))).rejects.toMatchObject({
    name: 'ValidationException',
  })
})

test('every answer carries a request id, refusals too', async () => {
  const { $metadata } = await encrypt()
  expect($metadata.requestId).toMatch(/^[0-9a-f-]{36}$/)
  await expect(encrypt('nonsense!')).rejects.toMatchObject({
    name: 'NotFoundException',
    $metadata: { requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
  })
})
