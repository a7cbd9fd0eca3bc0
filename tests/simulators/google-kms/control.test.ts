import { request } from 'node:http'
import { beforeAll, expect, test } from 'vitest'
import type { Simulator } from '@/simulators/google-kms'
import {
  ACCOUNT,
  as,
  asAccount,
  bytes,
  client,
  control,
  createKey,
  failureOf,
  INSTALLATION,
  PROJECT,
  start,
  VENDOR,
} from './setup'

let simulator: Simulator
beforeAll(async () => {
  simulator = await start()
})

test('projects are shown with their accounts, and without anybody’s credentials', async () => {
  const { body } = await control(simulator, 'GET', '/projects')
  expect(body.projects).toMatchObject([
    { id: PROJECT, number: '111122223333', apiEnabled: true },
    { id: VENDOR, serviceAccounts: [{ email: INSTALLATION }, {}, { email: ACCOUNT }] },
  ])
  expect(JSON.stringify(body)).not.toMatch(/secret-of|refresh-of/)
})

test('a key is made, changed and looked at, and none of its bytes are shown', async () => {
  const name = await createKey(simulator, 'shown', { rotationPeriodDays: 30 })
  await control(simulator, 'POST', `/${name}/versions`, { primary: true })
  await control(simulator, 'POST', `/${name}/cryptoKeyVersions/1/disable`, {})
  await control(simulator, 'POST', `/${name}/rotation`, { periodDays: null })
  const { body } = await control(simulator, 'GET', `/${name}`)
  expect(body.key).toMatchObject({
    name,
    primary: 2,
    rotation: { periodDays: null, nextAt: null },
    versions: [
      { number: 1, state: 'DISABLED' },
      { number: 2, state: 'ENABLED' },
    ],
  })
  expect(JSON.stringify(body)).not.toContain('bytes')
  await control(simulator, 'POST', `/${name}/cryptoKeyVersions/1/state`, { state: 'PENDING_IMPORT' })
  const { body: keys } = await control(simulator, 'GET', `/projects/${PROJECT}/keys`)
  expect(keys.keys[0].versions[0].state).toBe('PENDING_IMPORT')
})

test('a service account is made for a new organization, and can be switched off', async () => {
  const mayAct = [
    { role: 'roles/iam.serviceAccountTokenCreator', members: [`serviceAccount:${INSTALLATION}`] },
  ]
  const path = `/projects/${VENDOR}/service-accounts`
  const request = { id: 'org-initech', name: 'For Initech', bindings: mayAct }
  const made = await control(simulator, 'POST', path, request)
  const email = `org-initech@${VENDOR}.iam.gserviceaccount.com`
  expect(made.body.serviceAccount).toMatchObject({ email, disabled: false })
  expect((await control(simulator, 'POST', path, request)).status).toBe(409)
  const off = await control(simulator, 'POST', `/service-accounts/${email}`, { disabled: true })
  expect(off.body.serviceAccount).toMatchObject({ disabled: true, bindings: mayAct })
})

test('the log tells method, principal, resource and status, and no secret', async () => {
  const name = await createKey(simulator, 'logged')
  const kms = client(simulator)
  await kms.encrypt({ name, plaintext: bytes('not-to-be-logged') }, await as(simulator, 'admin'))
  await failureOf(kms.encrypt({ name, plaintext: bytes('not-to-be-logged') }, await asAccount(simulator)))
  const { body } = await control(simulator, 'GET', `/projects/${PROJECT}/log?limit=2`)
  const permission = 'cloudkms.cryptoKeyVersions.useToEncrypt'
  expect(body.entries).toMatchObject([
    {
      methodName: 'Encrypt',
      principalEmail: ACCOUNT,
      delegatedBy: INSTALLATION,
      resourceName: name,
      errorCode: 'PERMISSION_DENIED',
      authorizationInfo: [{ permission, resource: name, granted: false }],
    },
    { methodName: 'Encrypt', principalEmail: 'admin@northwind.example', delegatedBy: null, errorCode: null },
  ])
  expect(JSON.stringify(body)).not.toContain(bytes('not-to-be-logged').toString('base64'))
})

test('a fault strikes what it is limited to, as often as it says', async () => {
  const name = await createKey(simulator, 'faulty')
  const other = await createKey(simulator, 'sound')
  const kms = client(simulator)
  const call = async (key: string) => kms.getCryptoKey({ name: key }, await as(simulator, 'admin'))
  await control(simulator, 'POST', '/faults', {
    kind: 'throttle',
    key: name,
    operation: 'GetCryptoKey',
    count: 1,
  })
  await call(other)
  expect(await failureOf(call(name))).toMatchObject({ code: 8, reason: 'RATE_LIMIT_EXCEEDED' })
  await call(name)
  expect((await control(simulator, 'DELETE', '/faults/none', {})).status).toBe(404)
  expect((await control(simulator, 'POST', '/faults', { kind: 'earthquake' })).status).toBe(400)
})

test('what it does not know is refused with a code', async () => {
  const name = await createKey(simulator, 'refusals')
  const cases: [string, string, object | undefined, number, string][] = [
    ['GET', '/nothing', undefined, 404, 'NOT_FOUND'],
    ['DELETE', `/${name}`, {}, 405, 'METHOD_NOT_ALLOWED'],
    ['GET', '/projects/no-such-one', undefined, 404, 'PROJECT_NOT_FOUND'],
    ['GET', `/${name}x`, undefined, 404, 'KEY_NOT_FOUND'],
    ['POST', `/${name}/cryptoKeyVersions/9/disable`, {}, 404, 'NOT_FOUND'],
    ['POST', `/${name}/cryptoKeyVersions/1/restore`, {}, 400, 'FAILED_PRECONDITION'],
    [
      'POST',
      `/projects/${PROJECT}/keys`,
      { location: 'atlantis', keyRing: 'r', key: 'k' },
      400,
      'INVALID_REQUEST',
    ],
    ['PUT', `/${name}/policy`, { bindings: [{ role: 'x', members: [] }] }, 400, 'INVALID_ARGUMENT'],
    ['POST', '/clock', { offsetMs: 'later' }, 400, 'INVALID_REQUEST'],
  ]
  for (const [method, path, body, status, code] of cases) {
    const answer = await control(simulator, method, path, body)
    expect([path, answer.status, answer.body.error.code]).toEqual([path, status, code])
  }
})

test('pages of other sites do not reach it', async () => {
  const { port } = new URL(simulator.consoleUrl ?? '')
  const ask = (headers: Record<string, string>) =>
    new Promise<number | undefined>((resolve, reject) => {
      const options = { host: '127.0.0.1', port, path: '/_control/google/projects', headers }
      request(options, (response) => resolve(response.resume().statusCode))
        .on('error', reject)
        .end()
    })
  expect(await ask({})).toBe(200)
  expect(await ask({ host: `evil.example:${port}` })).toBe(403)
  expect(await ask({ origin: 'https://evil.example' })).toBe(403)
  expect(await ask({ 'sec-fetch-site': 'cross-site' })).toBe(403)
  const form = await fetch(`${simulator.consoleUrl}/_control/google/faults`, {
    method: 'POST',
    body: 'kind=deny',
  })
  expect(form.status).toBe(415)
})
