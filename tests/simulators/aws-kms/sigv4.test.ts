import { request } from 'node:http'
import { KMSClient, ListKeysCommand } from '@aws-sdk/client-kms'
import { beforeAll, expect, test } from 'vitest'
import type { Simulator } from '@/simulators/aws-kms/index'
import { CREDENTIALS, client, REGION, start } from './setup'

let simulator: Simulator
beforeAll(async () => {
  simulator = await start()
})

const list = (kms: KMSClient) => kms.send(new ListKeysCommand({}))

interface Captured {
  headers: Record<string, string>
  body: string
}

/** Signs ListKeys with the real SDK, but keeps it instead of sending it. */
async function signed(config = {}): Promise<Captured> {
  let captured: Captured | null = null
  const kms = client(simulator, 'admin', {
    requestHandler: {
      handle: async (signedRequest: Captured) => {
        captured = { headers: { ...signedRequest.headers }, body: String(signedRequest.body) }
        throw new Error('kept')
      },
      metadata: { handlerProtocol: 'http/1.1' },
    },
    ...config,
  })
  await expect(list(kms)).rejects.toThrow('kept')
  if (captured === null) throw new Error('Nothing was signed.')
  return captured
}

/** Sends bytes as they are, which fetch would not do with the host. */
function post({ headers, body }: Captured, path = '/'): Promise<{ status: number; type: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(`${simulator.url}${path}`, { method: 'POST', headers }, (response) => {
      let text = ''
      response.on('data', (chunk) => {
        text += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, type: JSON.parse(text).__type }))
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

test('a request as the SDK signed it is good', async () => {
  expect((await post(await signed())).status).toBe(200)
})

test('a changed body, target, date or host breaks the signature', async () => {
  const good = await signed()
  const changed = (headers: Record<string, string>) => ({ ...good, headers: { ...good.headers, ...headers } })
  const date = good.headers['x-amz-date'] ?? ''
  for (const bad of [
    { ...good, body: '{"Limit":1}', headers: { ...good.headers, 'content-length': '11' } },
    changed({ 'x-amz-target': 'TrentService.DescribeKey' }),
    changed({ 'x-amz-date': date.replace(/.Z$/, (end) => (end === '0Z' ? '1Z' : '0Z')) }),
    changed({ host: 'kms.eu-central-1.amazonaws.com' }),
    changed({ 'x-amz-smuggled': 'unsigned' }),
  ]) {
    expect(await post(bad)).toEqual({ status: 400, type: 'InvalidSignatureException' })
  }
})

test('no signature, half a signature and an unknown access key have their own names', async () => {
  const good = await signed()
  const { authorization = '', ...unsigned } = good.headers
  const withAuthorization = (value: string) => ({ ...good, headers: { ...unsigned, authorization: value } })
  expect((await post({ ...good, headers: unsigned })).type).toBe('MissingAuthenticationTokenException')
  expect((await post(withAuthorization(authorization.replace(/, Signature=.*/, '')))).type).toBe(
    'IncompleteSignatureException',
  )
  const unknown = { accessKeyId: 'AKIAUNKNOWNUNKNOWNXX', secretAccessKey: 'x'.repeat(40) }
  await expect(list(client(simulator, 'admin', { credentials: unknown }))).rejects.toMatchObject({
    name: 'UnrecognizedClientException',
  })
})

test('a wrong secret, a session token, another service or region are refused', async () => {
  const { accessKeyId } = CREDENTIALS.admin
  const wrong = { accessKeyId, secretAccessKey: CREDENTIALS.service.secretAccessKey }
  await expect(list(client(simulator, 'admin', { credentials: wrong }))).rejects.toMatchObject({
    name: 'InvalidSignatureException',
  })
  const session = { ...CREDENTIALS.admin, sessionToken: 'token' }
  await expect(list(client(simulator, 'admin', { credentials: session }))).rejects.toMatchObject({
    name: 'UnrecognizedClientException',
  })
  const service = await signed()
  const authorization = (service.headers.authorization ?? '').replace('/kms/', '/s3/')
  expect((await post({ ...service, headers: { ...service.headers, authorization } })).type).toBe(
    'InvalidSignatureException',
  )
  await expect(list(client(simulator, 'admin', { region: 'mars-north-1' }))).rejects.toMatchObject({
    name: 'InvalidSignatureException',
  })
})

test('a clock more than five minutes off is refused, and the SDK learns the time from the answer', async () => {
  for (const systemClockOffset of [-6 * 60_000, 6 * 60_000]) {
    const kms = client(simulator, 'admin', { systemClockOffset })
    await expect(list(kms)).rejects.toMatchObject({
      name: 'InvalidSignatureException',
      message: expect.stringContaining('5 min.'),
    })
    await expect(list(kms)).resolves.toBeDefined()
  }
  await expect(list(client(simulator, 'admin', { systemClockOffset: 4 * 60_000 }))).resolves.toBeDefined()
})

test('an operation that is not simulated says so', async () => {
  const good = new KMSClient({ endpoint: simulator.url, region: REGION, credentials: CREDENTIALS.admin })
  const { ListGrantsCommand } = await import('@aws-sdk/client-kms')
  await expect(good.send(new ListGrantsCommand({ KeyId: 'x' }))).rejects.toMatchObject({
    name: 'UnknownOperationException',
  })
})
