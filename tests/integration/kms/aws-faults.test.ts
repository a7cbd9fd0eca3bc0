import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { randomKey } from '@/lib/crypto'
import type { KmsOutcome } from '@/lib/domain/kms-outcome'
import { KmsError, RootKeys } from '@/lib/kms'
import { AwsWorld, arnOf, contextOf } from './aws-world'

const world = new AwsWorld()
const ARN = 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab'
/** Short limits, so that the tests don't wait for the true ones. */
const LIMITS = { attemptTimeoutMs: 1_500, totalTimeoutMs: 4_000 }
const credentials = { accessKeyId: 'AKIAANY', secretAccessKey: 'any' }

const open: (() => unknown)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
  await world.clearFaults()
})

async function failureOf(promise: Promise<unknown>): Promise<KmsError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof KmsError)) throw new Error(`not a KmsError: ${String(error)}`)
  return error
}

/** Something at KMS's address that answers each request in its own way. Returns the key behind it. */
async function behind(answer: (response: ServerResponse, target: string) => void) {
  let requests = 0
  const server: Server = createServer((request, response) => {
    request.resume().on('end', () => {
      requests += 1
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
  return { rootKey: rootKeys.aws(arnOf(ARN)), requests: () => requests }
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

describe('faults on the way to KMS, by the simulator', () => {
  const kinds: [string, KmsOutcome, number][] = [
    ['timeout', 'UNREACHABLE', 2],
    ['reset', 'UNREACHABLE', 2],
    ['http500', 'UNREACHABLE', 2],
    ['throttle', 'THROTTLED', 2],
    ['deny', 'DENIED', 1],
    ['bad-gateway', 'UNREACHABLE', 2],
  ]
  it.each(kinds)('%s ends in %s', async (kind, outcome, attempts) => {
    const arn = await world.createKey()
    const rootKey = world.rootKey(arn, LIMITS)
    const wrap = await rootKey.wrap(randomKey(), contextOf())
    await world.setFault({ kind, key: arn, operation: 'Decrypt' })
    const error = await failureOf(rootKey.unwrap(wrap, contextOf()))
    expect(error.outcome).toBe(outcome)
    const { faults } = await world.control<{ faults: { hits: number }[] }>('GET', 'faults')
    expect(faults[0]?.hits).toBe(attempts)
  })

  it('a slip is made good by the second attempt', async () => {
    const arn = await world.createKey()
    const rootKey = world.rootKey(arn)
    await world.setFault({ kind: 'reset', key: arn, count: 1 })
    await world.setFault({ kind: 'http500', key: arn, operation: 'Decrypt', count: 1 })
    await rootKey.wrap(randomKey(), contextOf())
  })
})

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
    const { rootKey } = await behind(answer)
    const error = await failureOf(rootKey.unwrap(blob(64), contextOf()))
    expect(error.outcome).toBe(outcome)
    expect(`${error.message} ${error.errorName} ${JSON.stringify(error)}`).not.toContain('SECRET')
    expect(error.cause).toBeUndefined()
  })

  it('a name on the wire that is no name is not passed on', async () => {
    const { rootKey } = await behind(failing('<script>alert(1)</script>'))
    const error = await failureOf(rootKey.unwrap(blob(64), contextOf()))
    expect(error).toMatchObject({ outcome: 'UNKNOWN', errorName: 'Unknown' })
  })

  it('a share that comes back changed is not stored', async () => {
    const { rootKey } = await behind((response, target) => {
      const answer = target.endsWith('.Encrypt') ? { KeyId: ARN, CiphertextBlob: base64(64) } : share
      json(answer)(response)
    })
    const error = await failureOf(rootKey.wrap(randomKey(), contextOf()))
    expect(error).toMatchObject({ outcome: 'INTEGRITY', errorName: 'RoundTripMismatch' })
  })

  it('a description of another key is not believed', async () => {
    const { rootKey } = await behind(json({ KeyMetadata: { KeyId: 'x', Arn: 'x', KeyState: 'Enabled' } }))
    expect((await failureOf(rootKey.describe())).outcome).toBe('INTEGRITY')
  })

  it('a state never turns a refusal into something that is borne with', async () => {
    const { rootKey } = await behind((response, target) => {
      if (target.endsWith('.Decrypt')) return failing('AccessDeniedException')(response)
      json({ KeyMetadata: { KeyId: 'x', Arn: ARN, KeyState: 'Unavailable' } })(response)
    })
    expect((await failureOf(rootKey.unwrap(blob(64), contextOf()))).outcome).toBe('DENIED')
  })
})

describe('nothing answers', () => {
  it('a closed port is unreachable', async () => {
    const rootKey = world.rootKey(ARN, { ...LIMITS, endpoint: 'http://127.0.0.1:1' })
    expect(await failureOf(rootKey.describe())).toMatchObject({ outcome: 'UNREACHABLE', retryable: true })
  })

  it('a host without an address is unreachable', async () => {
    const rootKey = world.rootKey(ARN, { ...LIMITS, endpoint: 'http://nowhere.invalid' })
    expect((await failureOf(rootKey.describe())).outcome).toBe('UNREACHABLE')
  })

  it('a whole operation ends within its limit, however its attempts hang', async () => {
    const { rootKey, requests } = await behind(() => undefined)
    const begun = performance.now()
    const error = await failureOf(rootKey.unwrap(blob(64), contextOf()))
    expect(error.outcome).toBe('UNREACHABLE')
    expect(performance.now() - begun).toBeLessThan(5_000)
    expect(requests()).toBeLessThanOrEqual(2)
  })

  it('the caller’s own abort is no answer of a KMS', async () => {
    const { rootKey } = await behind(() => undefined)
    const reason = new Error('shutting down')
    const signal = AbortSignal.abort(reason)
    await expect(rootKey.unwrap(blob(64), contextOf(), signal)).rejects.toBe(reason)
    const controller = new AbortController()
    const pending = rootKey.unwrap(blob(64), contextOf(), controller.signal)
    controller.abort(reason)
    await expect(pending).rejects.toBe(reason)
  })
})
