import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { KmsOutcome } from '@/lib/domain/kms-outcome'
import { RootKeys } from '@/lib/kms'
import { AwsWorld, arnOf, contextOf } from './aws-world'
import { failureOf } from './contract/ground'

const world = new AwsWorld()
const ARN = 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab'
/** Short limits, so that the tests don't wait for the true ones. */
const LIMITS = { attemptTimeoutMs: 1_500, totalTimeoutMs: 4_000 }
const credentials = { accessKeyId: 'AKIAANY', secretAccessKey: 'any' }

const open: (() => unknown)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

/** Something at KMS's address that answers each request in its own way. Returns the key behind it. */
async function behind(answer: (response: ServerResponse, target: string) => void) {
  const server: Server = createServer((request, response) => {
    request.resume().on('end', () => {
      answer(response, String(request.headers['x-amz-target']))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const rootKeys = new RootKeys({ aws: { endpoint: `http://127.0.0.1:${port}`, credentials, ...LIMITS } })
  open.push(
    () => rootKeys.close(),
    () => server.closeAllConnections(),
    () => new Promise((resolve) => server.close(resolve)),
  )
  return rootKeys.aws(arnOf(ARN))
}

const json =
  (body: unknown, status = 200) =>
  (response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': 'r-1' })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  }
const failing = (name: string, status = 400) => json({ __type: name, message: 'SECRET detail' }, status)
const blob = (length: number) => ({ wrapped: new Uint8Array(length), keyMaterialId: null })
const base64 = (length: number) => Buffer.alloc(length, 7).toString('base64')

describe('answers that are not those of a healthy KMS', () => {
  const share = { KeyId: ARN, Plaintext: base64(32) }
  const cases: [string, KmsOutcome, (response: ServerResponse) => void][] = [
    ['an empty 200', 'UNKNOWN', json('')],
    ['a 200 without fields', 'UNKNOWN', json({})],
    ['a share of another key', 'INTEGRITY', json({ ...share, KeyId: ARN.replace('1234abcd', '9999abcd') })],
    ['a share without the key', 'UNKNOWN', json({ Plaintext: base64(32) })],
    ['a share that is too short', 'INTEGRITY', json({ ...share, Plaintext: base64(31) })],
    ['a share that is too long', 'INTEGRITY', json({ ...share, Plaintext: base64(33) })],
    ['an empty share', 'INTEGRITY', json({ ...share, Plaintext: '' })],
    ['torn JSON', 'UNKNOWN', json('{"KeyId":"arn')],
    [
      'HTML with 200',
      'UNKNOWN',
      (r) => r.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Hello</h1>'),
    ],
    ['a bare 503', 'UNREACHABLE', (r) => r.writeHead(503).end()],
    ['a bare 403', 'UNKNOWN', (r) => r.writeHead(403).end()],
    ['a bare 429', 'THROTTLED', (r) => r.writeHead(429).end()],
    ['a redirect', 'UNKNOWN', (r) => r.writeHead(302, { location: 'http://169.254.169.254/' }).end()],
    ['50 MB', 'UNKNOWN', (r) => r.writeHead(200).end(Buffer.alloc(50 * 2 ** 20, 0x20))],
    [
      'half a body, then a reset',
      'UNREACHABLE',
      (r) => {
        r.writeHead(200, { 'content-length': '100' }).write('{')
        setTimeout(() => r.socket?.destroy(), 20)
      },
    ],
    [
      'a body that never ends',
      'UNREACHABLE',
      (r) => {
        r.writeHead(200)
        const drip = setInterval(() => r.write(' '), 50)
        r.on('close', () => clearInterval(drip))
      },
    ],
    ['expired credentials', 'OURS', failing('ExpiredTokenException')],
    ['a wrong signature', 'OURS', failing('InvalidSignatureException')],
    ['a quota', 'THROTTLED', failing('LimitExceededException')],
    ['an outage behind KMS', 'UNREACHABLE', failing('DependencyTimeoutException', 500)],
    ['a key that is not there', 'GONE', failing('NotFoundException')],
    ['the wrong use', 'MISCONFIGURED', failing('InvalidKeyUsageException')],
    ['an error that nobody knows', 'UNKNOWN', failing('SomethingNewException')],
    ['a state that cannot be looked at', 'DENIED', failing('KMSInvalidStateException')],
    ['a disabled key that cannot be looked at', 'DISABLED', failing('DisabledException')],
  ]
  it.each(cases)('%s: %s', async (_, outcome, answer) => {
    const rootKey = await behind(answer)
    const error = await failureOf(rootKey.unwrap(blob(64), contextOf()))
    expect(error.outcome).toBe(outcome)
    expect(`${error.message} ${error.errorName} ${JSON.stringify(error)}`).not.toContain('SECRET')
    expect(error.cause).toBeUndefined()
  })

  it('a name on the wire that is no name is not passed on', async () => {
    const rootKey = await behind(failing('<script>alert(1)</script>'))
    const error = await failureOf(rootKey.unwrap(blob(64), contextOf()))
    expect(error).toMatchObject({ outcome: 'UNKNOWN', errorName: 'Unknown' })
  })

  it('a state never turns a refusal into something that is borne with', async () => {
    const rootKey = await behind((response, target) => {
      if (target.endsWith('.Decrypt')) return failing('AccessDeniedException')(response)
      json({ KeyMetadata: { KeyId: 'x', Arn: ARN, KeyState: 'Unavailable' } })(response)
    })
    expect((await failureOf(rootKey.unwrap(blob(64), contextOf()))).outcome).toBe('DENIED')
  })
})

describe('nobody is there', () => {
  it('a host without an address is unreachable', async () => {
    const rootKey = world.rootKey(ARN, { ...LIMITS, endpoint: 'http://nowhere.invalid' })
    expect((await failureOf(rootKey.describe())).outcome).toBe('UNREACHABLE')
  })
})
