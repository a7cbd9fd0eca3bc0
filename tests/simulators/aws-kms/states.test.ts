import {
  CancelKeyDeletionCommand,
  DecryptCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  EnableKeyRotationCommand,
  EncryptCommand,
  GetKeyRotationStatusCommand,
  ListKeyRotationsCommand,
  RotateKeyOnDemandCommand,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms'
import { beforeAll, expect, test } from 'vitest'
import type { Simulator } from '@/simulators/aws-kms/index'
import { bytes, client, control, createKey, keyPath, start } from './setup'

let simulator: Simulator
let kms: ReturnType<typeof client>
const DAY_MS = 86_400_000

beforeAll(async () => {
  simulator = await start()
  kms = client(simulator, 'admin')
})

const encrypt = (KeyId: string) => kms.send(new EncryptCommand({ KeyId, Plaintext: bytes('x') }))
const stateOf = async (KeyId: string) =>
  (await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.KeyState

test('a disabled key refuses cryptography until it is enabled, and can be described meanwhile', async () => {
  const key = await createKey(kms)
  const { CiphertextBlob } = await encrypt(key)
  await kms.send(new DisableKeyCommand({ KeyId: key }))
  const refused = { name: 'DisabledException', message: `${key} is disabled.` }
  await expect(encrypt(key)).rejects.toMatchObject(refused)
  await expect(kms.send(new DecryptCommand({ CiphertextBlob }))).rejects.toMatchObject(refused)
  await expect(kms.send(new RotateKeyOnDemandCommand({ KeyId: key }))).rejects.toMatchObject(refused)
  expect(await stateOf(key)).toBe('Disabled')
  await kms.send(new EnableKeyCommand({ KeyId: key }))
  await expect(kms.send(new DecryptCommand({ CiphertextBlob }))).resolves.toBeDefined()
})

test('scheduled deletion blocks the key, its cancelling leaves it disabled, its date destroys it', async () => {
  const key = await createKey(kms)
  const { CiphertextBlob } = await encrypt(key)
  const scheduled = await kms.send(new ScheduleKeyDeletionCommand({ KeyId: key, PendingWindowInDays: 7 }))
  expect(scheduled.KeyState).toBe('PendingDeletion')
  const pending = { name: 'KMSInvalidStateException', message: `${key} is pending deletion.` }
  await expect(encrypt(key)).rejects.toMatchObject(pending)
  await expect(kms.send(new EnableKeyCommand({ KeyId: key }))).rejects.toMatchObject(pending)
  await kms.send(new CancelKeyDeletionCommand({ KeyId: key }))
  expect(await stateOf(key)).toBe('Disabled')

  await kms.send(new ScheduleKeyDeletionCommand({ KeyId: key, PendingWindowInDays: 7 }))
  await control(simulator, 'POST', '/clock', { offsetMs: 6 * DAY_MS })
  expect(await stateOf(key)).toBe('PendingDeletion')
  await control(simulator, 'POST', '/clock', { offsetMs: 8 * DAY_MS })
  await expect(stateOf(key)).rejects.toMatchObject({ name: 'NotFoundException' })
  await expect(kms.send(new DecryptCommand({ CiphertextBlob }))).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining('does not exist'),
  })
  await control(simulator, 'POST', '/clock', { offsetMs: 0 })
})

test('the waiting period is 7 to 30 days', async () => {
  const key = await createKey(kms)
  for (const PendingWindowInDays of [6, 31]) {
    await expect(
      kms.send(new ScheduleKeyDeletionCommand({ KeyId: key, PendingWindowInDays })),
    ).rejects.toMatchObject({ name: 'ValidationException' })
  }
  expect(await stateOf(key)).toBe('Enabled')
})

test('states that only the control API can make are refused by their own words', async () => {
  const key = await createKey(kms)
  for (const [state, words] of [
    ['PendingImport', 'is pending import.'],
    ['Unavailable', 'is unavailable.'],
  ]) {
    await control(simulator, 'POST', `${keyPath(key)}/state`, { state })
    await expect(encrypt(key)).rejects.toMatchObject({
      name: 'KMSInvalidStateException',
      message: `${key} ${words}`,
    })
    expect(await stateOf(key)).toBe(state)
  }
})

test('automatic rotation makes a material for each period that passes, none while disabled', async () => {
  const key = await createKey(kms)
  const rotations = async () =>
    (await kms.send(new ListKeyRotationsCommand({ KeyId: key }))).Rotations?.length ?? 0
  await kms.send(new EnableKeyRotationCommand({ KeyId: key, RotationPeriodInDays: 90 }))
  const status = await kms.send(new GetKeyRotationStatusCommand({ KeyId: key }))
  expect(status).toMatchObject({ KeyRotationEnabled: true, RotationPeriodInDays: 90 })
  await control(simulator, 'POST', '/clock', { offsetMs: 89 * DAY_MS })
  expect(await rotations()).toBe(0)
  await control(simulator, 'POST', '/clock', { offsetMs: 181 * DAY_MS })
  expect(await rotations()).toBe(2)
  await kms.send(new DisableKeyCommand({ KeyId: key }))
  await control(simulator, 'POST', '/clock', { offsetMs: 400 * DAY_MS })
  expect(await rotations()).toBe(2)
  await kms.send(new EnableKeyCommand({ KeyId: key }))
  expect(await rotations()).toBe(3)
  await control(simulator, 'POST', '/clock', { offsetMs: 0 })
})

test('a key lives in one region: elsewhere its ARN is invalid and its id unknown', async () => {
  const key = await createKey(kms)
  const elsewhere = client(simulator, 'admin', { region: 'us-east-1' })
  await expect(elsewhere.send(new DescribeKeyCommand({ KeyId: key }))).rejects.toMatchObject({
    name: 'NotFoundException',
    message: 'Invalid arn eu-central-1',
  })
  await expect(elsewhere.send(new DescribeKeyCommand({ KeyId: key.split('/')[1] }))).rejects.toMatchObject({
    name: 'NotFoundException',
    message: expect.stringContaining('does not exist'),
  })
})

test('management takes a key id or ARN, not an alias', async () => {
  await expect(kms.send(new DisableKeyCommand({ KeyId: 'alias/mine' }))).rejects.toMatchObject({
    name: 'NotFoundException',
  })
})
