import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EncryptCommand, KMSClient } from '@aws-sdk/client-kms'
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { beforeAll, expect, test } from 'vitest'
import { type Simulator, startAwsKmsSimulator } from '@/simulators/aws-kms/index'
import {
  ADMIN,
  bytes,
  CREDENTIALS,
  client,
  control,
  createKey,
  keyPolicy,
  LATCHKEY,
  NORTHWIND,
  REGION,
  SERVICE,
  seed,
  start,
} from './setup'

const EXTERNAL_ID = 'one-organization-only'
const trust = (more: object = {}) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: SERVICE },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': EXTERNAL_ID } },
        ...more,
      },
    ],
  })
const may = (...actions: string[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] })

let simulator: Simulator
let sts: STSClient
let roles = 0

beforeAll(async () => {
  simulator = await start()
  sts = stsOf(CREDENTIALS.service)
})

interface Credentials {
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string
}
const stsOf = (credentials: Credentials) =>
  new STSClient({ endpoint: simulator.url, region: REGION, credentials, maxAttempts: 1 })
const kmsOf = (credentials: Credentials) =>
  new KMSClient({ endpoint: simulator.url, region: REGION, credentials, maxAttempts: 1 })

/** Makes a role in Northwind's account; gives its ARN and its place in the control API. */
async function createRole(given: { trustPolicy?: string; policy?: string } = {}) {
  roles += 1
  const request = { name: `access-${roles}`, trustPolicy: trust(), policy: may('kms:Encrypt'), ...given }
  const { body } = await control(simulator, 'POST', `/accounts/${NORTHWIND}/roles`, request)
  return { arn: body.role.arn as string, path: `/accounts/${NORTHWIND}/roles/access-${roles}` }
}

async function assume(RoleArn: string, ExternalId: string | undefined = EXTERNAL_ID, by = sts) {
  const request = { RoleArn, ExternalId, RoleSessionName: 'latchkey', DurationSeconds: 900 }
  const { Credentials, AssumedRoleUser } = await by.send(new AssumeRoleCommand(request))
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {}
  const credentials = {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
  }
  return { credentials, expiration: Credentials?.Expiration, user: AssumedRoleUser }
}

const encrypt = (credentials: Credentials, KeyId: string) =>
  kmsOf(credentials).send(new EncryptCommand({ KeyId, Plaintext: bytes('x') }))
const refused = { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } }

test('an assumed role signs calls to KMS as itself, and both accounts have it in their logs', async () => {
  const key = await createKey(client(simulator, 'admin'))
  const role = await createRole()
  const { credentials, expiration, user } = await assume(role.arn)
  expect(expiration?.getTime()).toBeGreaterThan(Date.now() + 800_000)
  expect(user?.Arn).toBe(`${role.arn.replace(':iam:', ':sts:').replace('role/', 'assumed-role/')}/latchkey`)
  await encrypt(credentials, key)
  const identity = await stsOf(credentials).send(new GetCallerIdentityCommand({}))
  expect(identity).toMatchObject({ Account: NORTHWIND, Arn: user?.Arn })
  const logOf = async (account: string) =>
    (await control(simulator, 'GET', `/accounts/${account}/log`)).body.entries
  const [, encrypted, assumed] = await logOf(NORTHWIND)
  expect(encrypted).toMatchObject({ eventName: 'Encrypt', principalArn: user?.Arn })
  const expected = {
    eventName: 'AssumeRole',
    eventSource: 'sts.amazonaws.com',
    principalArn: SERVICE,
    resources: [role.arn],
  }
  expect(assumed).toMatchObject(expected)
  expect((await logOf(LATCHKEY))[0]).toMatchObject(expected)
})

test.each([
  ['without the external id', {}, undefined],
  ['with another external id', {}, 'another'],
  ['by somebody else', { Principal: { AWS: ADMIN } }, EXTERNAL_ID],
  ['by a role that denies', { Effect: 'Deny' }, EXTERNAL_ID],
])('a role is not assumed %s', async (_, change, externalId) => {
  const role = await createRole({ trustPolicy: trust(change) })
  const request = { RoleArn: role.arn, RoleSessionName: 'latchkey', ExternalId: externalId }
  await expect(sts.send(new AssumeRoleCommand(request))).rejects.toMatchObject(refused)
})

test('from another account the caller’s own policy has to allow it too, and an unknown role says no more', async () => {
  const role = await createRole({ trustPolicy: trust({ Principal: { AWS: [SERVICE, ADMIN] } }) })
  const lacking = await start({ seed: seedWithout('sts:AssumeRole') })
  const { body } = await control(lacking, 'POST', `/accounts/${NORTHWIND}/roles`, {
    name: 'access',
    trustPolicy: trust(),
  })
  const elsewhere = new STSClient({
    endpoint: lacking.url,
    region: REGION,
    credentials: CREDENTIALS.service,
    maxAttempts: 1,
  })
  const messages = await Promise.all(
    [body.role.arn, role.arn.replace(/-\d+$/, '-x')].map((arn: string) =>
      assume(arn, EXTERNAL_ID, elsewhere).then(
        () => 'assumed',
        (error: Error) => error.message.replace(arn, 'ROLE'),
      ),
    ),
  )
  expect(messages[0]).toBe(messages[1])
  // Within the account, a trust policy that names the principal is enough.
  await expect(assume(role.arn, EXTERNAL_ID, stsOf(CREDENTIALS.admin))).resolves.toBeDefined()
})

test('a session goes on when trust is withdrawn, and ends with the permissions or the role', async () => {
  const key = await createKey(client(simulator, 'admin'))
  const role = await createRole()
  const { credentials } = await assume(role.arn)
  await control(simulator, 'PUT', `${role.path}/trust-policy`, { policy: trust({ Effect: 'Deny' }) })
  await expect(assume(role.arn)).rejects.toMatchObject(refused)
  await encrypt(credentials, key)
  await control(simulator, 'PUT', `${role.path}/policy`, { policy: may('kms:Decrypt') })
  await expect(encrypt(credentials, key)).rejects.toMatchObject({ name: 'AccessDeniedException' })
  await control(simulator, 'PUT', `${role.path}/policy`, { policy: may('kms:Encrypt') })
  await encrypt(credentials, key)
  await control(simulator, 'DELETE', role.path, {})
  await expect(encrypt(credentials, key)).rejects.toMatchObject({ name: 'AccessDeniedException' })
})

test('session credentials can’t be changed, mixed or used without their token, and they end', async () => {
  const key = await createKey(client(simulator, 'admin'))
  const { arn } = await createRole()
  const [one, two] = [(await assume(arn)).credentials, (await assume(arn)).credentials]
  const invalid = { name: 'UnrecognizedClientException' }
  for (const wrong of [
    { ...one, sessionToken: two.sessionToken },
    { ...one, sessionToken: one.sessionToken.replace(/.{8}$/, 'AAAAAAAA') },
    { ...one, sessionToken: 'x' },
    { ...one, sessionToken: undefined },
  ]) {
    await expect(encrypt(wrong as Credentials, key)).rejects.toMatchObject(invalid)
  }
  await expect(encrypt({ ...one, secretAccessKey: two.secretAccessKey }, key)).rejects.toMatchObject({
    name: 'InvalidSignatureException',
  })
  await control(simulator, 'POST', '/expire-sessions', {})
  await expect(encrypt(one, key)).rejects.toMatchObject({ name: 'ExpiredTokenException' })
  await expect(assume(arn, EXTERNAL_ID, stsOf(one))).rejects.toMatchObject({ name: 'ExpiredToken' })
  await encrypt((await assume(arn)).credentials, key)
})

test('a session lasts 15 minutes to the role’s longest', async () => {
  const { arn } = await createRole()
  const lasting = (DurationSeconds: number) =>
    sts.send(
      new AssumeRoleCommand({
        RoleArn: arn,
        ExternalId: EXTERNAL_ID,
        RoleSessionName: 'latchkey',
        DurationSeconds,
      }),
    )
  for (const seconds of [899, 3_601]) {
    await expect(lasting(seconds)).rejects.toMatchObject({ name: 'ValidationError' })
  }
  await expect(lasting(3_600)).resolves.toBeDefined()
})

test('wrong credentials have the names that STS gives them', async () => {
  const unknown = { accessKeyId: 'AKIAUNKNOWNUNKNOWNXX', secretAccessKey: 'x'.repeat(40) }
  const wrong = { ...CREDENTIALS.service, secretAccessKey: 'y'.repeat(40) }
  const ask = (credentials: Credentials) => stsOf(credentials).send(new GetCallerIdentityCommand({}))
  await expect(ask(unknown)).rejects.toMatchObject({ name: 'InvalidClientTokenId' })
  await expect(ask(wrong)).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' })
})

test.each([
  [{ kind: 'deny' }, { name: 'AccessDenied' }],
  [{ kind: 'throttle' }, { name: 'Throttling' }],
  [{ kind: 'http500' }, { name: 'InternalFailure', $metadata: { httpStatusCode: 500 } }],
  [{ kind: 'reset' }, { code: 'ECONNRESET' }],
])('the fault %j strikes the assuming of a role alone', async (fault, error) => {
  const { arn } = await createRole()
  await control(simulator, 'POST', '/faults', { ...fault, key: arn, operation: 'AssumeRole', count: 1 })
  await expect(assume(arn)).rejects.toMatchObject(error)
  await expect(assume(arn)).resolves.toBeDefined()
})

test('a role’s ARN, or its session’s, can be named in a key policy', async () => {
  const { arn } = await createRole({ policy: may('kms:DescribeKey') })
  const session = `${arn.replace(':iam:', ':sts:').replace('role/', 'assumed-role/')}/latchkey`
  for (const AWS of [arn, session]) {
    const statement = { Effect: 'Allow', Principal: { AWS }, Action: 'kms:Encrypt', Resource: '*' }
    const key = await createKey(client(simulator, 'admin'), keyPolicy(statement))
    await encrypt((await assume(arn)).credentials, key)
  }
})

test.each([
  ['a resource', trust({ Resource: '*' }), /has no Resource/],
  ['nobody', trust({ Principal: { AWS: `${SERVICE}-x` } }), /nobody here is/],
  ['no principal', trust({ Principal: undefined }), /Principal is missing/],
  ['no JSON', '{', /not valid JSON/],
])('a trust policy with %s is refused and says why', async (_, trustPolicy, message) => {
  const request = { name: 'refused', trustPolicy }
  const { status, body } = await control(simulator, 'POST', `/accounts/${NORTHWIND}/roles`, request)
  expect([status, body.error.code]).toEqual([400, 'MalformedPolicyDocumentException'])
  expect(body.error.message).toMatch(message)
})

test('roles and open sessions outlive a restart', async () => {
  const dataFile = join(mkdtempSync(join(tmpdir(), 'sts-')), 'state.json')
  const first = await startAwsKmsSimulator({ seed, dataFile })
  const request = { name: 'kept', trustPolicy: trust(), policy: may('kms:*') }
  const { body } = await control(first, 'POST', `/accounts/${NORTHWIND}/roles`, request)
  const open = (url: string, credentials: Credentials) =>
    new STSClient({ endpoint: url, region: REGION, credentials, maxAttempts: 1 })
  const { credentials } = await assume(body.role.arn, EXTERNAL_ID, open(first.url, CREDENTIALS.service))
  await first.stop()
  const second = await start({ dataFile })
  const identity = await open(second.url, credentials).send(new GetCallerIdentityCommand({}))
  expect(identity.Arn).toContain('assumed-role/kept/latchkey')
})

function seedWithout(action: string) {
  const copy = structuredClone(seed)
  for (const { principals } of copy.accounts) {
    for (const { policy } of principals) {
      for (const statement of policy.Statement) {
        statement.Action = statement.Action.filter((allowed) => allowed !== action)
      }
    }
  }
  return copy
}
