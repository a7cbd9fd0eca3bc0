import { request } from 'node:http'
import {
  DecryptCommand,
  DescribeKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
} from '@aws-sdk/client-kms'
import { beforeAll, expect, test } from 'vitest'
import type { Simulator } from '@/simulators/aws-kms/index'
import {
  ADMIN,
  bytes,
  CREDENTIALS,
  client,
  control,
  createKey,
  keyPath,
  keyPolicy,
  LATCHKEY,
  NORTHWIND,
  SERVICE,
  SHARED,
  start,
} from './setup'

let simulator: Simulator
let admin: ReturnType<typeof client>
let service: ReturnType<typeof client>

beforeAll(async () => {
  simulator = await start()
  admin = client(simulator, 'admin')
  service = client(simulator, 'service')
})

const ours = { organization: 'org_1' }
const encrypt = (kms: typeof admin, KeyId: string) =>
  kms.send(new EncryptCommand({ KeyId, Plaintext: bytes('a plaintext'), EncryptionContext: ours }))
const logOf = async (account: string) =>
  (await control(simulator, 'GET', `/accounts/${account}/log`)).body.entries

test('a key is made, stopped, given back, rotated and re-permitted through the control API', async () => {
  const made = await control(simulator, 'POST', `/accounts/${NORTHWIND}/keys`, {
    region: 'eu-central-1',
    description: 'By hand',
    alias: 'alias/by-hand',
  })
  const { key } = made.body
  expect(key).toMatchObject({ state: 'Enabled', description: 'By hand', aliases: ['alias/by-hand'] })
  const act = async (action: string, body?: object) =>
    (await control(simulator, 'POST', `${keyPath(key.arn)}/${action}`, body)).body
  expect((await act('disable')).key.state).toBe('Disabled')
  await expect(encrypt(admin, key.arn)).rejects.toMatchObject({ name: 'DisabledException' })
  expect((await act('enable')).key.state).toBe('Enabled')
  expect((await act('rotate')).key.materials).toHaveLength(2)
  expect((await act('rotation', { enabled: true })).key.rotation).toMatchObject({
    enabled: true,
    periodInDays: 365,
  })
  expect((await act('schedule-deletion', { pendingWindowInDays: 7 })).key.state).toBe('PendingDeletion')
  expect((await act('enable')).error.code).toBe('KMSInvalidStateException')
  expect((await act('cancel-deletion')).key.state).toBe('Disabled')
  await act('enable')
  await expect(encrypt(service, key.arn)).rejects.toMatchObject({ name: 'AccessDeniedException' })
  await control(simulator, 'PUT', `${keyPath(key.arn)}/policy`, { policy: keyPolicy(SHARED) })
  await expect(encrypt(service, key.arn)).resolves.toBeDefined()
})

test('a wrong policy is refused with its place, and the old one stays', async () => {
  const key = await createKey(admin)
  const put = await control(simulator, 'PUT', `${keyPath(key)}/policy`, { policy: '{\n  "Statement": x\n}' })
  expect(put).toMatchObject({
    status: 400,
    body: { error: { code: 'MalformedPolicyDocumentException', message: expect.stringContaining('Line 2') } },
  })
  const locked = await control(simulator, 'PUT', `${keyPath(key)}/policy`, {
    policy: JSON.stringify({ Statement: [SHARED] }),
  })
  expect(locked.body.error.message).toMatch(/will not allow you to update/)
  expect((await control(simulator, 'GET', `${keyPath(key)}/policy`)).body.policy).toContain(':root')
})

test('calls across accounts are in both logs, with context and outcome but no bytes', async () => {
  const key = await createKey(admin, keyPolicy(SHARED))
  await encrypt(service, key)
  await expect(service.send(new DescribeKeyCommand({ KeyId: key }))).rejects.toThrow()
  for (const account of [NORTHWIND, LATCHKEY]) {
    const [denied, good] = await logOf(account)
    expect(good).toMatchObject({
      eventName: 'Encrypt',
      eventSource: 'kms.amazonaws.com',
      principalArn: SERVICE,
      principalAccountId: LATCHKEY,
      resources: [key],
      encryptionContext: ours,
      errorCode: null,
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
    expect(denied).toMatchObject({ eventName: 'DescribeKey', errorCode: 'AccessDeniedException' })
    expect(JSON.stringify(good)).not.toContain(Buffer.from('a plaintext').toString('base64'))
  }
  const inside = await createKey(admin)
  await encrypt(admin, inside)
  expect((await logOf(LATCHKEY))[0]).toMatchObject({ eventName: 'DescribeKey' })
  expect((await logOf(NORTHWIND))[0]).toMatchObject({ principalArn: ADMIN })
})

test('the log gives what is newer than a sequence number', async () => {
  const [last] = await logOf(NORTHWIND)
  await createKey(admin)
  const { body } = await control(simulator, 'GET', `/accounts/${NORTHWIND}/log?after=${last.sequence}`)
  expect(body.entries.map((entry: { eventName: string }) => entry.eventName)).toEqual(['CreateKey'])
})

test.each([
  [{ kind: 'throttle' }, { name: 'ThrottlingException' }],
  [{ kind: 'http500' }, { name: 'KMSInternalException', $metadata: { httpStatusCode: 500 } }],
  [{ kind: 'deny' }, { name: 'AccessDeniedException', message: expect.stringContaining('explicit deny') }],
  [{ kind: 'bad-gateway' }, { name: 'SyntaxError' }],
  [{ kind: 'reset' }, { code: 'ECONNRESET' }],
  [{ kind: 'truncated' }, {}],
])('the fault %j strikes as many requests as it is told to', async (fault, error) => {
  const key = await createKey(admin)
  await control(simulator, 'POST', '/faults', { ...fault, key, count: 1 })
  await expect(encrypt(admin, key)).rejects.toMatchObject(error)
  await expect(encrypt(admin, key)).resolves.toBeDefined()
})

test.each([
  ['empty', { name: 'NoPlaintext' }],
  ['html', { name: 'SyntaxError' }],
  ['redirect', { $metadata: { httpStatusCode: 302 } }],
  ['huge', {}],
] as const)('the fault %s answers what KMS never would', async (kind, error) => {
  const key = await createKey(admin)
  const { CiphertextBlob } = await encrypt(admin, key)
  await control(simulator, 'POST', '/faults', { kind, key, count: 1 })
  const opened = admin
    .send(new DecryptCommand({ CiphertextBlob, EncryptionContext: ours }))
    .then(({ Plaintext }) => {
      // The SDK itself takes an empty 200 for an answer.
      if (!Plaintext) throw Object.assign(new Error(), { name: 'NoPlaintext' })
    })
  await expect(opened).rejects.toMatchObject(error)
})

test.each([
  ['wrong-key', (truth: Uint8Array, lie: Uint8Array) => expect(lie).toEqual(truth)],
  ['wrong-answer', (truth: Uint8Array, lie: Uint8Array) => expect(lie).toHaveLength(truth.length)],
  ['wrong-length', (truth: Uint8Array, lie: Uint8Array) => expect(lie).toHaveLength(truth.length - 1)],
  ['bit-flip', (truth: Uint8Array, lie: Uint8Array) => expect(lie).toHaveLength(truth.length)],
] as const)('the fault %s lies about a plaintext, and only about that', async (kind, check) => {
  const key = await createKey(admin)
  const { CiphertextBlob } = await encrypt(admin, key)
  const open = () => admin.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: ours }))
  const truth = await open()
  await control(simulator, 'POST', '/faults', { kind, key, operation: 'Decrypt', count: 1 })
  const lie = await open()
  check(truth.Plaintext ?? bytes(''), lie.Plaintext ?? bytes(''))
  expect(lie).not.toEqual({ ...truth, $metadata: lie.$metadata })
  expect((await open()).Plaintext).toEqual(truth.Plaintext)
})

test('a throttled answer says when to come again, and a slow body comes whole', async () => {
  const key = await createKey(admin)
  await control(simulator, 'POST', '/faults', { kind: 'throttle', retryAfterS: 7, key, count: 1 })
  await expect(encrypt(admin, key)).rejects.toMatchObject({
    name: 'ThrottlingException',
    $response: { headers: { 'retry-after': '7' } },
  })
  await control(simulator, 'POST', '/faults', { kind: 'slow-body', delayMs: 200, key, count: 1 })
  const begun = performance.now()
  await expect(encrypt(admin, key)).resolves.toBeDefined()
  expect(performance.now() - begun).toBeGreaterThan(150)
})

test('with a lag, a former state and policy go on answering; their owner sees the new one', async () => {
  const key = await createKey(admin, keyPolicy(SHARED))
  await control(simulator, 'POST', '/lag', { ms: 60_000 })
  await control(simulator, 'POST', `${keyPath(key)}/disable`)
  await expect(encrypt(service, key)).resolves.toBeDefined()
  const described = await admin.send(new DescribeKeyCommand({ KeyId: key }))
  expect(described.KeyMetadata?.KeyState).toBe('Disabled')
  await control(simulator, 'POST', '/lag', { ms: 0 })
  await expect(encrypt(service, key)).rejects.toMatchObject({ name: 'DisabledException' })

  await control(simulator, 'POST', `${keyPath(key)}/enable`)
  await control(simulator, 'PUT', `${keyPath(key)}/policy`, { policy: keyPolicy() })
  await control(simulator, 'POST', '/lag', { ms: 60_000 })
  await expect(encrypt(service, key)).resolves.toBeDefined()
  await control(simulator, 'POST', '/lag', { ms: 0 })
  await expect(encrypt(service, key)).rejects.toMatchObject({ name: 'AccessDeniedException' })
})

test('the fault timeout never answers, the fault slow answers in the end', async () => {
  const key = await createKey(admin)
  await control(simulator, 'POST', '/faults', { kind: 'timeout', key, count: 1 })
  const describe = new DescribeKeyCommand({ KeyId: key })
  await expect(admin.send(describe, { abortSignal: AbortSignal.timeout(200) })).rejects.toMatchObject({
    name: 'AbortError',
  })
  await control(simulator, 'POST', '/faults', { kind: 'slow', delayMs: 300, key, count: 1 })
  const begun = performance.now()
  await admin.send(describe)
  expect(performance.now() - begun).toBeGreaterThan(250)
})

test('a fault is limited to the owner of the key, the operation and until it is removed', async () => {
  const theirs = await createKey(admin, keyPolicy(SHARED))
  const ownKey = (await control(simulator, 'POST', `/accounts/${LATCHKEY}/keys`, { region: 'eu-central-1' }))
    .body.key
  const { body } = await control(simulator, 'POST', '/faults', {
    kind: 'throttle',
    account: NORTHWIND,
    operation: 'Encrypt',
  })
  await expect(encrypt(service, theirs)).rejects.toMatchObject({ name: 'ThrottlingException' })
  await expect(encrypt(service, ownKey.arn)).resolves.toBeDefined()
  const made = await service.send(
    new GenerateDataKeyCommand({ KeyId: theirs, KeySpec: 'AES_256', EncryptionContext: ours }),
  )
  const opened = service.send(
    new DecryptCommand({ CiphertextBlob: made.CiphertextBlob, EncryptionContext: ours }),
  )
  await expect(opened).resolves.toBeDefined()
  expect((await control(simulator, 'GET', '/faults')).body.faults).toMatchObject([{ hits: 1 }])
  await control(simulator, 'DELETE', `/faults/${body.fault.id}`)
  await expect(encrypt(service, theirs)).resolves.toBeDefined()
})

test('the control API shows no secret', async () => {
  const key = await createKey(admin)
  const texts = await Promise.all(
    ['/accounts', `/accounts/${NORTHWIND}/keys`, keyPath(key)].map(async (path) =>
      JSON.stringify((await control(simulator, 'GET', path)).body),
    ),
  )
  for (const { accessKeyId, secretAccessKey } of Object.values(CREDENTIALS)) {
    expect(texts.join()).not.toContain(secretAccessKey)
    expect(texts.join()).not.toContain(accessKeyId)
  }
  expect(texts.join()).not.toContain('"bytes"')
})

/** Sends with any headers, which fetch would forbid. */
const send = (method: string, path: string, headers: Record<string, string>, body?: string) =>
  new Promise<number>((resolve, reject) => {
    const sent = request(`${simulator.url}${path}`, { method, headers }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    sent.on('error', reject)
    sent.end(body)
  })

test('pages of elsewhere reach neither the control API nor the page', async () => {
  const json = { 'content-type': 'application/json' }
  const clock = (headers: Record<string, string>) =>
    send('POST', '/_control/aws/clock', headers, '{"offsetMs":0}')
  expect(await clock(json)).toBe(200)
  expect(await clock({ ...json, origin: simulator.url })).toBe(200)
  expect(await clock({ ...json, origin: 'https://evil.example' })).toBe(403)
  expect(await clock({ ...json, origin: 'null' })).toBe(403)
  expect(await clock({ ...json, 'sec-fetch-site': 'cross-site' })).toBe(403)
  expect(await clock({ ...json, host: 'evil.example' })).toBe(403)
  expect(await clock({ 'content-type': 'text/plain' })).toBe(415)
  expect(await clock({})).toBe(415)
  expect(await send('GET', '/', { host: 'evil.example:80' })).toBe(403)
})

test('wrong requests are refused with their reason', async () => {
  for (const [method, path, body, status] of [
    ['GET', '/nothing', undefined, 404],
    ['DELETE', '/clock', undefined, 405],
    ['GET', '/accounts/000000000000/keys', undefined, 404],
    ['POST', '/faults', { kind: 'fire' }, 400],
    ['POST', '/faults', { kind: 'slow' }, 400],
    ['POST', '/faults', { kind: 'reset', delayMs: 5 }, 400],
    ['POST', '/faults', { kind: 'deny', retryAfterS: 5 }, 400],
    ['POST', '/lag', { ms: -1 }, 400],
    ['POST', '/clock', { offsetMs: '1' }, 400],
    ['POST', `/accounts/${NORTHWIND}/keys`, { region: 'mars' }, 400],
    ['POST', `/accounts/${NORTHWIND}/keys`, { region: 'eu-central-1', extra: 1 }, 400],
  ] as const) {
    const answer = await control(simulator, method, path, body)
    expect([path, answer.status]).toEqual([path, status])
    expect(answer.body.error.message).toBeTruthy()
  }
  const key = await createKey(admin)
  expect((await control(simulator, 'GET', keyPath(key).replace(NORTHWIND, LATCHKEY))).status).toBe(404)
})

test('a body beyond 256 KiB is refused on the wire and in the control API', async () => {
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ offsetMs: 0, padding: 'x'.repeat(300_000) })
  expect(await send('POST', '/_control/aws/clock', headers, body)).toBe(413)
  expect(await send('POST', '/', headers, body)).toBe(413)
})
