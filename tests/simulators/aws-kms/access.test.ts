import {
  DecryptCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EncryptCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  PutKeyPolicyCommand,
  ReEncryptCommand,
} from '@aws-sdk/client-kms'
import { beforeAll, expect, test } from 'vitest'
import type { Simulator } from '@/simulators/aws-kms/index'
import {
  ADMIN,
  bytes,
  client,
  createKey,
  keyIdOf,
  keyPolicy,
  LATCHKEY,
  NORTHWIND,
  READER,
  SERVICE,
  SHARED,
  SHARED_DESCRIBE,
  start,
} from './setup'

let simulator: Simulator
let admin: ReturnType<typeof client>
let reader: ReturnType<typeof client>
let service: ReturnType<typeof client>
const ours = { organization: 'org_1' }

beforeAll(async () => {
  simulator = await start()
  admin = client(simulator, 'admin')
  reader = client(simulator, 'reader')
  service = client(simulator, 'service')
})

const encrypt = (kms: typeof admin, KeyId: string, EncryptionContext?: Record<string, string>) =>
  kms.send(new EncryptCommand({ KeyId, Plaintext: bytes('x'), EncryptionContext }))
const denied = (saying: string) => ({
  name: 'AccessDeniedException',
  message: expect.stringContaining(saying),
})

test('across accounts both sides must allow, and the condition on the context must hold', async () => {
  const shared = await createKey(admin, keyPolicy(SHARED))
  await expect(encrypt(service, shared, ours)).resolves.toBeDefined()
  await expect(encrypt(service, shared, { organization: 'org_2' })).rejects.toMatchObject(
    denied('no resource-based policies allow access'),
  )
  await expect(encrypt(service, shared)).rejects.toMatchObject(
    denied('no resource-based policies allow access'),
  )
  await expect(service.send(new DescribeKeyCommand({ KeyId: shared }))).rejects.toMatchObject(
    denied('kms:DescribeKey'),
  )
})

test('the caller’s own identity policy is named when that is what is missing', async () => {
  const open = await createKey(
    admin,
    keyPolicy({ ...SHARED_DESCRIBE, Action: ['kms:GetKeyRotationStatus', 'kms:DescribeKey'] }),
  )
  await expect(service.send(new DescribeKeyCommand({ KeyId: open }))).resolves.toBeDefined()
  await expect(service.send(new GetKeyRotationStatusCommand({ KeyId: open }))).rejects.toMatchObject(
    denied('because no identity-based policy allows the kms:GetKeyRotationStatus action'),
  )
})

test('an unknown key of another account looks like a forbidden one', async () => {
  const forbidden = await createKey(admin)
  const unknown = forbidden.replace(keyIdOf(forbidden), '00000000-0000-4000-8000-000000000000')
  const messages = await Promise.all(
    [forbidden, unknown].map((arn) =>
      service.send(new DescribeKeyCommand({ KeyId: arn })).then(
        () => 'allowed',
        (error: Error) => `${error.name} ${error.message.replace(arn, 'ARN')}`,
      ),
    ),
  )
  expect(messages[0]).toBe(messages[1])
  expect(messages[0]).toMatch(/^AccessDeniedException/)
})

test('a ciphertext whose key one may not use says little when the key is not named', async () => {
  const key = await createKey(admin)
  const { CiphertextBlob } = await encrypt(admin, key)
  await expect(service.send(new DecryptCommand({ CiphertextBlob }))).rejects.toMatchObject(
    denied('does not exist in this region, or you are not allowed'),
  )
})

test('within the account the key policy names, or delegates to the identity policy', async () => {
  const delegating = await createKey(admin)
  await expect(reader.send(new DescribeKeyCommand({ KeyId: delegating }))).resolves.toBeDefined()
  await expect(encrypt(reader, delegating)).rejects.toMatchObject(
    denied('no identity-based policy allows the kms:Encrypt action'),
  )
  const naming = { Effect: 'Allow', Principal: { AWS: READER }, Action: 'kms:Encrypt', Resource: '*' }
  await expect(encrypt(reader, await createKey(admin, keyPolicy(naming)))).resolves.toBeDefined()
  const only = { Effect: 'Allow', Principal: { AWS: ADMIN }, Action: 'kms:*', Resource: '*' }
  const closed = await createKey(admin, JSON.stringify({ Statement: [only] }))
  await expect(reader.send(new DescribeKeyCommand({ KeyId: closed }))).rejects.toMatchObject(
    denied('no resource-based policy allows the kms:DescribeKey action'),
  )
})

test('an explicit deny wins, and NotAction spares what it names', async () => {
  const deny = { Effect: 'Deny', Principal: '*', NotAction: 'kms:PutKeyPolicy', Resource: '*' }
  const key = await createKey(admin, keyPolicy(deny))
  await expect(encrypt(admin, key)).rejects.toMatchObject(denied('explicit deny in a resource-based policy'))
  await admin.send(new PutKeyPolicyCommand({ KeyId: key, Policy: keyPolicy() }))
  await expect(encrypt(admin, key)).resolves.toBeDefined()
})

test('management stays with the key’s own account, whatever its policy says', async () => {
  const all = {
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${LATCHKEY}:root` },
    Action: 'kms:*',
    Resource: '*',
  }
  const key = await createKey(admin, keyPolicy(all))
  await expect(encrypt(service, key)).resolves.toBeDefined()
  for (const command of [new DisableKeyCommand({ KeyId: key }), new GetKeyPolicyCommand({ KeyId: key })]) {
    await expect(service.send(command as DisableKeyCommand)).rejects.toMatchObject({
      name: 'AccessDeniedException',
    })
  }
})

test.each([
  ['StringLike', { 'kms:EncryptionContext:organization': 'org_*' }, true],
  ['StringEquals', { 'kms:EncryptionContext:ORGANIZATION': 'org_1' }, true],
  ['StringNotEquals', { 'kms:EncryptionContext:organization': 'org_1' }, false],
  ['StringEquals', { 'kms:CallerAccount': LATCHKEY }, true],
  ['StringEquals', { 'kms:CallerAccount': NORTHWIND }, false],
  ['StringEquals', { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' }, false],
  ['StringEqualsIfExists', { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' }, true],
  ['Null', { 'kms:EncryptionContext:organization': 'false' }, true],
  ['Null', { 'kms:EncryptionContext:organization': 'true' }, false],
  ['Bool', { 'aws:SecureTransport': 'true' }, true],
  ['ForAllValues:StringEquals', { 'kms:EncryptionContextKeys': ['organization', 'purpose'] }, true],
  ['ForAllValues:StringEquals', { 'kms:EncryptionContextKeys': ['purpose'] }, false],
  ['ForAnyValue:StringEquals', { 'kms:EncryptionContextKeys': ['Organization'] }, false],
  ['ForAnyValue:StringEquals', { 'kms:EncryptionContextKeys': ['organization'] }, true],
  ['ArnLike', { 'aws:PrincipalArn': 'arn:aws:iam::*:role/latchkey-*' }, true],
  ['StringEquals', { 'kms:KeySpec': 'SYMMETRIC_DEFAULT' }, true],
])('condition %s %j decides %s', async (operator, test, allowed) => {
  const statement = { ...SHARED, Condition: { [operator]: test } }
  const key = await createKey(admin, keyPolicy(statement))
  const call = encrypt(service, key, ours)
  if (allowed) await expect(call).resolves.toBeDefined()
  else await expect(call).rejects.toMatchObject({ name: 'AccessDeniedException' })
})

test('a principal of "*" with a condition lets another account in, but only who meets it', async () => {
  const anyone = {
    ...SHARED,
    Principal: '*',
    Condition: { StringEquals: { 'aws:PrincipalAccount': LATCHKEY } },
  }
  const key = await createKey(admin, keyPolicy(anyone))
  await expect(encrypt(service, key)).resolves.toBeDefined()
  await expect(encrypt(reader, key)).rejects.toMatchObject({ name: 'AccessDeniedException' })
})

test('re-encryption needs ReEncryptFrom on one key and ReEncryptTo on the other', async () => {
  const may = (Action: string) =>
    keyPolicy({ ...SHARED, Action: ['kms:Encrypt', Action], Condition: undefined })
  const from = await createKey(admin, may('kms:ReEncryptFrom'))
  const to = await createKey(admin, may('kms:ReEncryptTo'))
  const move = async (source: string, DestinationKeyId: string) => {
    const { CiphertextBlob } = await encrypt(service, source)
    return service.send(new ReEncryptCommand({ CiphertextBlob, SourceKeyId: source, DestinationKeyId }))
  }
  await expect(move(from, to)).resolves.toMatchObject({ SourceKeyId: from, KeyId: to })
  await expect(move(to, from)).rejects.toMatchObject(denied('kms:ReEncryptFrom'))
  await expect(move(from, from)).rejects.toMatchObject(denied('kms:ReEncryptTo'))
})

test.each([
  ['not json', '{"Statement": [', /Line 1, column \d+: this is not valid JSON/],
  ['no effect', keyPolicy({ ...SHARED, Effect: undefined }), /Statement 2 \("Latchkey"\): Effect/],
  [
    'operator',
    keyPolicy({ ...SHARED, Condition: { StringEqualz: { 'kms:CallerAccount': '1' } } }),
    /"StringEqualz"/,
  ],
  ['key', keyPolicy({ ...SHARED, Condition: { StringEquals: { 'aws:SourceIp': '1' } } }), /"aws:SourceIp"/],
  [
    'nobody',
    keyPolicy({ ...SHARED, Principal: { AWS: `${SERVICE}-x` } }),
    /invalid principals.*latchkey-encryption-service-x/,
  ],
  ['lockout', JSON.stringify({ Statement: [SHARED] }), /will not allow you to update the key policy/],
  ['no principal', keyPolicy({ ...SHARED, Principal: undefined }), /Principal is missing/],
])('a policy with a fault (%s) is refused, says where, and changes nothing', async (_, Policy, message) => {
  const key = await createKey(admin)
  const before = await admin.send(new GetKeyPolicyCommand({ KeyId: key }))
  await expect(admin.send(new PutKeyPolicyCommand({ KeyId: key, Policy }))).rejects.toMatchObject({
    name: 'MalformedPolicyDocumentException',
    message: expect.stringMatching(message),
  })
  expect((await admin.send(new GetKeyPolicyCommand({ KeyId: key }))).Policy).toBe(before.Policy)
})
