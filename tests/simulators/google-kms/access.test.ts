import { beforeAll, describe, expect, test } from 'vitest'
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
  iam,
  NOBODY,
  PROJECT,
  RING,
  start,
} from './setup'

let simulator: Simulator
let kms: ReturnType<typeof client>
const admin = () => as(simulator, 'admin')
const grant = (...roles: string[]) => roles.map((role) => ({ role, members: [`serviceAccount:${ACCOUNT}`] }))
beforeAll(async () => {
  simulator = await start()
  kms = client(simulator)
})

describe('what each role allows', () => {
  const CALLS = {
    encrypt: (name: string, options: object) => kms.encrypt({ name, plaintext: bytes('x') }, options),
    get: (name: string, options: object) => kms.getCryptoKey({ name }, options),
    getVersion: (name: string, options: object) =>
      kms.getCryptoKeyVersion({ name: `${name}/cryptoKeyVersions/1` }, options),
    list: (name: string, options: object) => kms.listCryptoKeyVersions({ parent: name }, options),
    rotate: (name: string, options: object) =>
      kms.createCryptoKeyVersion({ parent: name, cryptoKeyVersion: {} }, options),
    readPolicy: (name: string, options: object) => iam(kms).getIamPolicy({ resource: name }, options),
  }
  const read = ['get', 'getVersion', 'list']
  const table: [string, string[]][] = [
    ['roles/cloudkms.cryptoKeyEncrypterDecrypter', ['encrypt']],
    ['roles/cloudkms.cryptoKeyEncrypter', ['encrypt']],
    ['roles/cloudkms.cryptoKeyDecrypter', []],
    ['roles/cloudkms.viewer', read],
    ['roles/cloudkms.admin', [...read, 'rotate', 'readPolicy']],
    ['roles/owner', ['encrypt', ...read, 'rotate', 'readPolicy']],
  ]
  test.each(table)('%s: %j', async (role, allowed) => {
    const name = await createKey(simulator, role.replace(/\W/g, '-'), { bindings: grant(role) })
    const options = await asAccount(simulator)
    for (const [call, run] of Object.entries(CALLS)) {
      const outcome = await Promise.resolve(run(name, structuredClone(options))).then(
        () => 'allowed',
        (error: { code: number }) => error.code,
      )
      expect([call, outcome]).toEqual([call, allowed.includes(call) ? 'allowed' : 7])
    }
  })

  test('a project’s own role allows what it lists', async () => {
    const name = await createKey(simulator, 'custom')
    const reader = await as(simulator, 'reader')
    await kms.getCryptoKey({ name }, structuredClone(reader))
    const list = kms.listCryptoKeyVersions({ parent: name }, structuredClone(reader))
    expect((await failureOf(list)).code).toBe(7)
  })
})

test('a refusal is in Google’s words, with the permission and the resource', async () => {
  const name = await createKey(simulator, 'refused')
  const error = await failureOf(kms.encrypt({ name, plaintext: bytes('x') }, await asAccount(simulator)))
  const permission = 'cloudkms.cryptoKeyVersions.useToEncrypt'
  expect(error).toMatchObject({
    code: 7,
    details: `Permission '${permission}' denied on resource '${name}' (or it may not exist).`,
    reason: 'IAM_PERMISSION_DENIED',
    errorInfoMetadata: { permission, resource: name },
  })
})

test('what is not there is told apart from what is not theirs only to those who may look around', async () => {
  const absent = { name: `${RING}/cryptoKeys/absent` }
  expect((await failureOf(kms.getCryptoKey(absent, await asAccount(simulator)))).code).toBe(7)
  expect((await failureOf(kms.getCryptoKey(absent, await admin()))).code).toBe(5)
  const elsewhere = { name: absent.name.replace(PROJECT, 'no-such-project') }
  expect((await failureOf(kms.getCryptoKey(elsewhere, await admin()))).code).toBe(7)
  expect((await failureOf(kms.getCryptoKey({ name: 'nonsense' }, await admin()))).code).toBe(3)
})

test('roles on the ring and on the project reach down to the key', async () => {
  const name = await createKey(simulator, 'inherited')
  const use = async () => kms.encrypt({ name, plaintext: bytes('x') }, await asAccount(simulator))
  const role = 'roles/cloudkms.cryptoKeyEncrypterDecrypter'
  expect((await failureOf(use())).code).toBe(7)
  await iam(kms).setIamPolicy({ resource: RING, policy: { bindings: grant(role) } }, await admin())
  await use()
  await iam(kms).setIamPolicy({ resource: RING, policy: { bindings: [] } }, await admin())
  expect((await failureOf(use())).code).toBe(7)
  const { body } = await control(simulator, 'GET', `/projects/${PROJECT}`)
  const { bindings } = body.project
  await control(simulator, 'PUT', `/projects/${PROJECT}/policy`, { bindings: [...bindings, ...grant(role)] })
  await use()
  await control(simulator, 'PUT', `/projects/${PROJECT}/policy`, { bindings })
})

test('a policy names roles and members that exist, and is not overwritten unseen', async () => {
  const resource = await createKey(simulator, 'policy')
  const set = async (bindings: object[], etag?: Uint8Array) =>
    iam(kms).setIamPolicy({ resource, policy: { bindings, ...(etag && { etag }) } }, await admin())
  const wrong = [
    [{ role: 'roles/nothing', members: [`serviceAccount:${ACCOUNT}`] }],
    [{ role: 'roles/owner', members: ['serviceAccount:absent@nowhere.iam.gserviceaccount.com'] }],
    [{ role: 'roles/owner', members: ['group:all@northwind.example'] }],
    [{ role: 'roles/owner', members: [`serviceAccount:${ACCOUNT}`], condition: { expression: 'true' } }],
  ]
  for (const bindings of wrong) expect((await failureOf(set(bindings))).code).toBe(3)
  const [before] = await iam(kms).getIamPolicy({ resource }, await admin())
  await set(grant('roles/cloudkms.viewer'), before.etag)
  expect((await failureOf(set([], before.etag))).code).toBe(10)
  const [after] = await iam(kms).getIamPolicy({ resource }, await admin())
  expect(after.bindings).toMatchObject(grant('roles/cloudkms.viewer'))
})

test('permissions can be asked for without any', async () => {
  const resource = await createKey(simulator, 'permissions', { bindings: grant('roles/cloudkms.viewer') })
  const permissions = ['cloudkms.cryptoKeys.get', 'cloudkms.cryptoKeyVersions.useToDecrypt']
  const test = async (name: string) =>
    (await iam(kms).testIamPermissions({ resource: name, permissions }, await asAccount(simulator)))[0]
      .permissions
  expect(await test(resource)).toEqual(['cloudkms.cryptoKeys.get'])
  expect(await test(`${resource}-absent`)).toEqual([])
})

test('with the API switched off everything is refused, by its reason', async () => {
  const name = await createKey(simulator, 'api')
  await control(simulator, 'POST', `/projects/${PROJECT}/api`, { enabled: false })
  const error = await failureOf(kms.getCryptoKey({ name }, await admin()))
  await control(simulator, 'POST', `/projects/${PROJECT}/api`, { enabled: true })
  expect(error).toMatchObject({
    code: 7,
    details: expect.stringContaining('has not been used in project 111122223333 before or it is disabled'),
    reason: 'SERVICE_DISABLED',
  })
})

test('a grant and its withdrawal are seen everywhere only after the lag', async () => {
  const name = await createKey(simulator, 'late', { bindings: grant('roles/cloudkms.viewer') })
  const look = async () => kms.getCryptoKey({ name }, await asAccount(simulator))
  await control(simulator, 'POST', '/lag', { ms: 60_000 })
  await iam(kms).setIamPolicy({ resource: name, policy: { bindings: [] } }, await admin())
  await look()
  await control(simulator, 'POST', '/lag', { ms: 0 })
  expect((await failureOf(look())).code).toBe(7)
})

test('an account that nobody may act as stays unused', async () => {
  await createKey(simulator, 'unused', {
    bindings: [{ role: 'roles/owner', members: [`serviceAccount:${NOBODY}`] }],
  })
  const { body } = await control(simulator, 'GET', `/projects/${PROJECT}/log`)
  expect(
    body.entries.every(({ principalEmail }: { principalEmail: string }) => principalEmail !== NOBODY),
  ).toBe(true)
})
