import {
  CreateKeyCommand,
  DecryptCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyRotationCommand,
  EncryptCommand,
  GetKeyRotationStatusCommand,
  PutKeyPolicyCommand,
  ReplicateKeyCommand,
  RotateKeyOnDemandCommand,
  ScheduleKeyDeletionCommand,
  UpdatePrimaryRegionCommand,
} from '@aws-sdk/client-kms'
import { beforeAll, expect, test } from 'vitest'
import type { Simulator } from '@/simulators/aws-kms/index'
import { bytes, client, control, createKey, keyPath, keyPolicy, SHARED, start } from './setup'

const DAY_MS = 86_400_000
const IRELAND = 'eu-west-1'
let simulator: Simulator
let frankfurt: ReturnType<typeof client>
let ireland: ReturnType<typeof client>
const context = { organization: 'org_1' }

beforeAll(async () => {
  simulator = await start()
  frankfurt = client(simulator, 'admin')
  ireland = client(simulator, 'admin', { region: IRELAND })
})

async function primary(Policy?: string): Promise<string> {
  const { KeyMetadata } = await frankfurt.send(new CreateKeyCommand({ MultiRegion: true, Policy }))
  if (!KeyMetadata?.Arn) throw new Error('CreateKey gave no ARN.')
  return KeyMetadata.Arn
}

const inIreland = (arn: string) => arn.replace('eu-central-1', IRELAND)

/** A primary key in Frankfurt with a replica in Ireland. */
async function pair(Policy?: string) {
  const arn = await primary(Policy)
  await frankfurt.send(new ReplicateKeyCommand({ KeyId: arn, ReplicaRegion: IRELAND, Policy }))
  return { arn, replica: inIreland(arn) }
}

const encrypt = (kms: typeof frankfurt, KeyId: string) =>
  kms.send(new EncryptCommand({ KeyId, Plaintext: bytes('x'), EncryptionContext: context }))
const decrypt = (kms: typeof frankfurt, CiphertextBlob: Uint8Array | undefined, KeyId?: string) =>
  kms.send(new DecryptCommand({ CiphertextBlob, KeyId, EncryptionContext: context }))
const describe = async (kms: typeof frankfurt, KeyId: string) =>
  (await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata

test('any related key opens what any of them has encrypted, and says its own name', async () => {
  const { arn, replica } = await pair()
  expect(arn).toMatch(/:key\/mrk-[0-9a-f]{32}$/)
  const sealed = await encrypt(frankfurt, arn)
  for (const named of [replica, undefined]) {
    expect((await decrypt(ireland, sealed.CiphertextBlob, named)).KeyId).toBe(replica)
  }
  const back = await encrypt(ireland, replica)
  expect((await decrypt(frankfurt, back.CiphertextBlob, arn)).KeyId).toBe(arn)
})

test('each says which regions there are and which is primary', async () => {
  const { arn, replica } = await pair()
  const config = {
    PrimaryKey: { Arn: arn, Region: 'eu-central-1' },
    ReplicaKeys: [{ Arn: replica, Region: IRELAND }],
  }
  expect(await describe(frankfurt, arn)).toMatchObject({
    MultiRegion: true,
    MultiRegionConfiguration: { MultiRegionKeyType: 'PRIMARY', ...config },
  })
  expect(await describe(ireland, replica)).toMatchObject({
    Arn: replica,
    MultiRegionConfiguration: { MultiRegionKeyType: 'REPLICA', ...config },
  })
  expect(await describe(frankfurt, await createKey(frankfurt))).toMatchObject({ MultiRegion: false })
})

test('policy and state are each key’s own: taking one away leaves the other', async () => {
  const { arn, replica } = await pair(keyPolicy(SHARED))
  const service = client(simulator, 'service')
  const serviceInIreland = client(simulator, 'service', { region: IRELAND })
  const { CiphertextBlob } = await encrypt(service, arn)
  await frankfurt.send(new DisableKeyCommand({ KeyId: arn }))
  await expect(decrypt(service, CiphertextBlob, arn)).rejects.toMatchObject({ name: 'DisabledException' })
  await expect(decrypt(serviceInIreland, CiphertextBlob, replica)).resolves.toBeDefined()
  await ireland.send(new PutKeyPolicyCommand({ KeyId: replica, Policy: keyPolicy() }))
  await expect(decrypt(serviceInIreland, CiphertextBlob, replica)).rejects.toMatchObject({
    name: 'AccessDeniedException',
  })
})

test('a replica that is made without a policy has the account’s default, not its primary’s', async () => {
  const arn = await primary(keyPolicy(SHARED))
  await frankfurt.send(new ReplicateKeyCommand({ KeyId: arn, ReplicaRegion: IRELAND }))
  const service = client(simulator, 'service', { region: IRELAND })
  await expect(encrypt(service, inIreland(arn))).rejects.toMatchObject({ name: 'AccessDeniedException' })
})

test('they rotate together, and only by the primary', async () => {
  const { arn, replica } = await pair()
  const { CiphertextBlob } = await encrypt(frankfurt, arn)
  await expect(ireland.send(new RotateKeyOnDemandCommand({ KeyId: replica }))).rejects.toMatchObject({
    name: 'UnsupportedOperationException',
  })
  await frankfurt.send(new RotateKeyOnDemandCommand({ KeyId: arn }))
  const current = (await describe(frankfurt, arn))?.CurrentKeyMaterialId
  expect((await describe(ireland, replica))?.CurrentKeyMaterialId).toBe(current)
  expect((await decrypt(ireland, CiphertextBlob, replica)).KeyMaterialId).not.toBe(current)
  const fresh = await encrypt(ireland, replica)
  expect((await decrypt(frankfurt, fresh.CiphertextBlob, arn)).KeyMaterialId).toBe(current)

  await frankfurt.send(new EnableKeyRotationCommand({ KeyId: arn, RotationPeriodInDays: 90 }))
  const status = new GetKeyRotationStatusCommand({ KeyId: replica })
  expect(await ireland.send(status)).toMatchObject({ KeyRotationEnabled: true, RotationPeriodInDays: 90 })
  await control(simulator, 'POST', '/clock', { offsetMs: 91 * DAY_MS })
  const rotated = (await describe(ireland, replica))?.CurrentKeyMaterialId
  expect(rotated).not.toBe(current)
  expect((await describe(frankfurt, arn))?.CurrentKeyMaterialId).toBe(rotated)
  await control(simulator, 'POST', '/clock', { offsetMs: 0 })
})

test('a primary key goes only after its replicas', async () => {
  const { arn, replica } = await pair()
  const schedule = (kms: typeof frankfurt, KeyId: string) =>
    kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }))
  expect((await schedule(frankfurt, arn)).KeyState).toBe('PendingReplicaDeletion')
  await expect(encrypt(frankfurt, arn)).rejects.toMatchObject({
    name: 'KMSInvalidStateException',
    message: expect.stringContaining('pending replica deletion'),
  })
  await control(simulator, 'POST', '/clock', { offsetMs: 30 * DAY_MS })
  expect((await describe(frankfurt, arn))?.KeyState).toBe('PendingReplicaDeletion')
  await schedule(ireland, replica)
  await control(simulator, 'POST', '/clock', { offsetMs: 38 * DAY_MS })
  expect((await describe(frankfurt, arn))?.KeyState).toBe('PendingDeletion')
  await control(simulator, 'POST', '/clock', { offsetMs: 46 * DAY_MS })
  await expect(describe(frankfurt, arn)).rejects.toMatchObject({ name: 'NotFoundException' })
  await control(simulator, 'POST', '/clock', { offsetMs: 0 })
})

test('another region can become the primary', async () => {
  const { arn, replica } = await pair()
  await frankfurt.send(new UpdatePrimaryRegionCommand({ KeyId: arn, PrimaryRegion: IRELAND }))
  expect((await describe(frankfurt, arn))?.MultiRegionConfiguration?.MultiRegionKeyType).toBe('REPLICA')
  await ireland.send(new RotateKeyOnDemandCommand({ KeyId: replica }))
  const { CiphertextBlob } = await encrypt(ireland, replica)
  await expect(decrypt(frankfurt, CiphertextBlob, arn)).resolves.toBeDefined()
})

test.each([
  ['a key of one region', () => createKey(frankfurt), IRELAND, 'UnsupportedOperationException'],
  ['into the same region', primary, 'eu-central-1', 'AlreadyExistsException'],
  ['into no region', primary, 'mars-north-1', 'ValidationException'],
  ['twice', async () => (await pair()).arn, IRELAND, 'AlreadyExistsException'],
] as const)('is not replicated: %s', async (_, make, ReplicaRegion, name) => {
  const KeyId = await make()
  await expect(frankfurt.send(new ReplicateKeyCommand({ KeyId, ReplicaRegion }))).rejects.toMatchObject({
    name,
  })
})

test('the control API replicates and shows the related keys', async () => {
  const arn = await primary()
  const { body } = await control(simulator, 'POST', `${keyPath(arn)}/replicate`, { region: IRELAND })
  expect(body.key).toMatchObject({ arn: inIreland(arn), multiRegion: { isPrimary: false } })
  const shown = await control(simulator, 'GET', keyPath(arn))
  expect(shown.body.key.multiRegion).toEqual({
    primaryRegion: 'eu-central-1',
    isPrimary: true,
    related: [
      { region: 'eu-central-1', state: 'Enabled' },
      { region: IRELAND, state: 'Enabled' },
    ],
  })
})
