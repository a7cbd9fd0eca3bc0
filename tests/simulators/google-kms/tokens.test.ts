import { Impersonated, UserRefreshClient } from 'google-auth-library'
import { beforeAll, expect, test } from 'vitest'
import type { Simulator } from '@/simulators/google-kms'
import {
  ACCOUNT,
  askForToken,
  CREDENTIALS,
  client,
  control,
  createKey,
  failureOf,
  INSTALLATION,
  impersonate,
  NOBODY,
  start,
  VENDOR,
  withToken,
} from './setup'

let simulator: Simulator
let kms: ReturnType<typeof client>
let name: string
beforeAll(async () => {
  simulator = await start()
  kms = client(simulator)
  name = await createKey(simulator, 'key')
})

const look = (token: string) => kms.getCryptoKey({ name }, withToken(token))

test('Google’s own library gets tokens here, and acts as the account', async () => {
  const { authUrl } = simulator
  const sourceClient = new UserRefreshClient({
    ...CREDENTIALS.installation,
    endpoints: { oauth2TokenUrl: `${authUrl}/token` },
  })
  const target = new Impersonated({
    sourceClient,
    targetPrincipal: ACCOUNT,
    targetScopes: ['https://www.googleapis.com/auth/cloud-platform'],
    endpoint: authUrl,
  })
  const bindings = [{ role: 'roles/cloudkms.viewer', members: [`serviceAccount:${ACCOUNT}`] }]
  await control(simulator, 'PUT', `/${name}/policy`, { bindings })
  const { token } = await target.getAccessToken()
  await look(token ?? '')
  const { body } = await control(simulator, 'GET', `/projects/${VENDOR}/log`)
  expect(body.entries[0]).toMatchObject({
    methodName: 'GenerateAccessToken',
    serviceName: 'iamcredentials.googleapis.com',
    principalEmail: INSTALLATION,
    resourceName: `projects/-/serviceAccounts/${ACCOUNT}`,
    errorCode: null,
  })
})

test('nobody is let in without a token, or with one that is not', async () => {
  for (const headers of [{}, { authorization: 'Bearer ya29.made-up' }, { authorization: 'Basic eA==' }]) {
    const call = kms.getCryptoKey({ name }, { retry: null, otherArgs: { headers } })
    expect((await failureOf(call)).code).toBe(16)
  }
})

test('a refresh token goes with its client only', async () => {
  const { admin, reader } = CREDENTIALS
  expect((await askForToken(simulator, admin)).body).toMatchObject({
    token_type: 'Bearer',
    expires_in: expect.any(Number),
  })
  expect(await askForToken(simulator, { ...admin, refreshToken: '1//unknown' })).toMatchObject({
    status: 400,
    body: { error: 'invalid_grant' },
  })
  expect(await askForToken(simulator, { ...admin, clientId: reader.clientId })).toMatchObject({
    status: 401,
    body: { error: 'invalid_client' },
  })
  const other = await fetch(`${simulator.authUrl}/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'password' }),
  })
  expect(other.status).toBe(400)
})

test('only who may act as an account gets its token', async () => {
  const { body } = await askForToken(simulator, CREDENTIALS.installation)
  const { body: admin } = await askForToken(simulator, CREDENTIALS.admin)
  const denied = { status: 403, body: { error: { status: 'PERMISSION_DENIED' } } }
  expect(await impersonate(simulator, body.access_token, NOBODY)).toMatchObject(denied)
  expect(
    await impersonate(simulator, body.access_token, `absent@${VENDOR}.iam.gserviceaccount.com`),
  ).toMatchObject(denied)
  expect(await impersonate(simulator, admin.access_token)).toMatchObject(denied)
  expect(await impersonate(simulator, 'made-up')).toMatchObject({ status: 401 })
  const forever = await impersonate(simulator, body.access_token, ACCOUNT, { lifetime: '99999s' })
  expect(forever.status).toBe(400)
})

test('tokens expire, and all can be taken back', async () => {
  await control(simulator, 'POST', '/tokens', { lifetimeMs: 50 })
  const short = (await askForToken(simulator, CREDENTIALS.admin)).body.access_token
  await new Promise((resolve) => setTimeout(resolve, 60))
  expect((await failureOf(look(short))).code).toBe(16)
  await control(simulator, 'POST', '/tokens', { lifetimeMs: 3_600_000 })
  const long = (await askForToken(simulator, CREDENTIALS.admin)).body.access_token
  await look(long)
  await control(simulator, 'DELETE', '/tokens', {})
  expect((await failureOf(look(long))).code).toBe(16)
})
