import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { randomKey, sealShare } from '@/lib/crypto'
import type { KmsOutcome } from '@/lib/domain/kms-outcome'
import { RootKeys } from '@/lib/kms'
import { makeCertificates } from '@/simulators/azure-key-vault/tls/certificates'
import { AzureWorld, contextOf, failureOf, IDENTITY, keyOf, SECRET, TENANT } from './azure-world'

const world = new AzureWorld()
const HOST = 'northwind.vault.azure.net'
const DIRECTORY = 'login.microsoftonline.com'
const KEY_URL = `https://${HOST}/keys/latchkey`
const VERSION = '0123456789abcdef0123456789abcdef'
const KID = `${KEY_URL}/${VERSION}`
/** Short limits, so that the tests don't wait for the true ones. */
const LIMITS = { attemptTimeoutMs: 1_500, totalTimeoutMs: 4_000 }
const HANGING = { attemptTimeoutMs: 500, totalTimeoutMs: 1_500 }
const limitsFor = (kind: string) => (kind === 'timeout' ? HANGING : LIMITS)
const proofOf = () => ({ clientSecret: SECRET })
const certificates = makeCertificates([HOST, DIRECTORY, 'evil.example'])

const open: (() => unknown)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
  await world.clearFaults()
})

type Answer = (response: ServerResponse, request: IncomingMessage, body: string) => void

/** Something at every host of Azure that answers vault and directory each in its own way. */
async function behind(vault: Answer, directory: Answer = token) {
  const seen: {
    host: string
    url: string
    method: string
    authorization: string | undefined
    body: string
  }[] = []
  const { server: own, authority } = certificates
  const server: Server = createServer({ cert: own.certificate, key: own.key }, (request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      const { url = '', method = '', headers } = request
      const host = headers.host ?? ''
      seen.push({ host, url, method, authorization: headers.authorization, body })
      const answer = host === DIRECTORY ? directory : vault
      answer(response, request, body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const rootKeys = new RootKeys({ aws: {}, azure: { loopback: { port, authority }, proofOf, ...LIMITS } })
  open.push(
    () => rootKeys.close(),
    () => server.closeAllConnections(),
    () => new Promise((resolve) => server.close(resolve)),
  )
  const atVault = () => seen.filter(({ host }) => host !== DIRECTORY)
  return { rootKey: rootKeys.azure(keyOf(KEY_URL), IDENTITY), seen, atVault }
}

const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}): Answer =>
  (response) => {
    response.writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      'x-ms-request-id': 'r-1',
      ...headers,
    })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  }
const token: Answer = json({ token_type: 'Bearer', expires_in: 3599, access_token: 'SECRET-TOKEN' })
const failing = (status: number, code: string, inner?: string, headers = {}): Answer =>
  json(
    {
      error: {
        code,
        message: 'SECRET detail',
        ...(inner === undefined ? {} : { innererror: { code: inner } }),
      },
    },
    status,
    headers,
  )
const directoryFailing = (status: number, error: string, number: number): Answer =>
  json({ error, error_description: `AADSTS${number}: SECRET detail`, error_codes: [number] }, status)
const kek = randomKey()
const stored = () => ({
  wrapped: sealShare(kek, new Uint8Array(256), CONTEXT, randomKey()),
  keyMaterialId: VERSION,
})
const CONTEXT = contextOf()
const value = (length: number) => Buffer.alloc(length, 7).toString('base64url')

describe('faults on the way to Key Vault, by the simulator', () => {
  const kinds: [string, KmsOutcome, number][] = [
    ['timeout', 'UNREACHABLE', 2],
    ['reset', 'UNREACHABLE', 2],
    ['truncated', 'UNREACHABLE', 2],
    ['http500', 'UNREACHABLE', 2],
    ['bad-gateway', 'UNREACHABLE', 2],
    ['throttle', 'THROTTLED', 2],
    ['deny', 'DENIED', 1],
    ['html', 'UNKNOWN', 1],
    ['empty', 'UNKNOWN', 1],
    ['redirect', 'UNKNOWN', 1],
    ['huge', 'UNKNOWN', 1],
    ['wrong-key', 'INTEGRITY', 1],
    ['wrong-answer', 'INTEGRITY', 1],
    ['wrong-length', 'INTEGRITY', 1],
    ['bit-flip', 'INTEGRITY', 1],
  ]
  it.each(kinds)('%s ends in %s', async (kind, outcome, attempts) => {
    const url = await world.createKey()
    const rootKey = world.rootKey(url, limitsFor(kind))
    const context = contextOf()
    const wrap = await world.rootKey(url).wrap(randomKey(), context)
    await world.setFault({ kind, key: url, operation: 'KeyUnwrap' })
    expect(await failureOf(rootKey.unwrap(wrap, context))).toMatchObject({ outcome })
    const { faults } = await world.control<{ faults: { hits: number }[] }>('GET', 'faults')
    expect(faults[0]?.hits).toBe(attempts)
    expect((await failureOf(rootKey.wrap(randomKey(), context))).outcome).toBe(outcome)
  })

  const atDirectory: [string, KmsOutcome][] = [
    ['timeout', 'UNREACHABLE'],
    ['reset', 'UNREACHABLE'],
    ['truncated', 'UNREACHABLE'],
    ['http500', 'UNREACHABLE'],
    ['bad-gateway', 'UNREACHABLE'],
    ['throttle', 'THROTTLED'],
    ['html', 'UNREACHABLE'],
    ['empty', 'UNREACHABLE'],
    ['redirect', 'UNREACHABLE'],
    ['huge', 'UNREACHABLE'],
    ['deny', 'DENIED'],
  ]
  it.each(atDirectory)(
    '%s at the directory ends in %s, and is over when it is over',
    async (kind, outcome) => {
      const url = await world.createKey()
      const rootKey = world.rootKey(url, LIMITS)
      await world.setFault({ kind, operation: 'SignIn' })
      expect(await failureOf(rootKey.describe())).toMatchObject({ outcome, operation: 'getToken' })
      const { faults } = await world.control<{ faults: { hits: number }[] }>('GET', 'faults')
      expect(faults[0]?.hits).toBeLessThanOrEqual(6)
      await world.clearFaults()
      // MSAL keeps away from a directory that throttled it for a minute, as it was asked to.
      if (kind !== 'throttle') expect((await rootKey.describe()).outcome).toBe('OK')
    },
  )

  it('a slip is made good by the second attempt', async () => {
    const url = await world.createKey()
    const rootKey = world.rootKey(url)
    await world.setFault({ kind: 'reset', operation: 'SignIn', count: 1 })
    expect((await rootKey.describe()).outcome).toBe('OK')
    await world.setFault({ kind: 'http500', key: url, operation: 'KeyWrap', count: 1 })
    await world.setFault({ kind: 'throttle', key: url, operation: 'KeyUnwrap', count: 1 })
    await rootKey.wrap(randomKey(), contextOf())
  })

  it('what is for information only holds nothing up', async () => {
    const url = await world.createKey()
    const rootKey = world.rootKey(url, LIMITS)
    for (const operation of ['KeyGetRotationPolicy', 'KeyListVersions']) {
      await world.setFault({ kind: 'timeout', key: url, operation })
    }
    const described = await rootKey.describe()
    expect(described).toMatchObject({ outcome: 'OK', hidden: ['rotation', 'versions'] })
  })

  it('a change that has not reached every server is believed when it has', async () => {
    const url = await world.createKey()
    const rootKey = world.rootKey(url)
    const context = contextOf()
    const wrap = await rootKey.wrap(randomKey(), context)
    await world.control('POST', 'lag', { ms: 600_000 })
    await world.atKey(url, 'disable')
    await rootKey.unwrap(wrap, context)
    await world.control('POST', 'lag', { ms: 0 })
    expect((await failureOf(rootKey.unwrap(wrap, context))).outcome).toBe('DISABLED')
  })
})

describe('answers that are not those of a healthy Key Vault', () => {
  const good = { kid: KID, value: value(32) }
  const cases: [string, KmsOutcome, Answer][] = [
    ['an empty 200', 'UNKNOWN', json('')],
    ['a 200 without fields', 'UNKNOWN', json({})],
    ['null', 'UNKNOWN', json('null')],
    ['a list', 'UNKNOWN', json([])],
    ['a value without a key', 'UNKNOWN', json({ value: value(32) })],
    ['a key without a value', 'UNKNOWN', json({ kid: KID })],
    ['another vault', 'INTEGRITY', json({ ...good, kid: KID.replace('northwind', 'southwind') })],
    ['another key', 'INTEGRITY', json({ ...good, kid: KID.replace('latchkey', 'another') })],
    ['another version', 'INTEGRITY', json({ ...good, kid: KID.replace(/.$/, '0') })],
    ['no version', 'INTEGRITY', json({ ...good, kid: KEY_URL })],
    ['a key that does not open the share', 'INTEGRITY', json(good)],
    ['a key that is too short', 'INTEGRITY', json({ ...good, value: value(31) })],
    ['a key that is too long', 'INTEGRITY', json({ ...good, value: value(33) })],
    ['torn JSON', 'UNKNOWN', json('{"kid":"https')],
    [
      'HTML with 200',
      'UNKNOWN',
      (r) => r.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Hello</h1>'),
    ],
    ['HTML with 403', 'UNKNOWN', (r) => r.writeHead(403, { 'content-type': 'text/html' }).end('<h1>No</h1>')],
    ['HTML with 404', 'UNKNOWN', (r) => r.writeHead(404, { 'content-type': 'text/html' }).end('<h1>No</h1>')],
    ['torn JSON with 403', 'UNKNOWN', json('{"error":', 403)],
    ['a bare 400', 'UNKNOWN', (r) => r.writeHead(400).end()],
    ['a bare 403', 'UNKNOWN', (r) => r.writeHead(403).end()],
    ['a bare 404', 'UNKNOWN', (r) => r.writeHead(404).end()],
    ['a bare 429', 'THROTTLED', (r) => r.writeHead(429).end()],
    ['a bare 503', 'UNREACHABLE', (r) => r.writeHead(503).end()],
    [
      'HTML with 503',
      'UNREACHABLE',
      (r) => r.writeHead(503, { 'content-type': 'text/html' }).end('<h1>No</h1>'),
    ],
    ['a redirect', 'UNKNOWN', (r) => r.writeHead(302, { location: 'http://169.254.169.254/' }).end()],
    ['a redirect that keeps the method', 'UNKNOWN', (r) => r.writeHead(307, { location: `${KID}/x` }).end()],
    [
      '50 MB',
      'UNKNOWN',
      (r) => r.writeHead(200, { 'content-type': 'application/json' }).end(Buffer.alloc(50 * 2 ** 20, 0x20)),
    ],
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
    ['a token that is not taken', 'OURS', failing(401, 'Unauthorized')],
    ['a quota', 'THROTTLED', failing(429, 'Throttled')],
    ['an outage', 'UNREACHABLE', failing(500, 'InternalServerError')],
    ['a key that is not there', 'GONE', failing(404, 'KeyNotFound')],
    ['a key that is being recovered', 'PENDING_DELETION', failing(409, 'Conflict', 'ObjectIsBeingRecovered')],
    ['a deleted key', 'PENDING_DELETION', failing(409, 'Conflict', 'ObjectIsDeletedButRecoverable')],
    ['what does not open', 'INTEGRITY', failing(400, 'BadParameter')],
    ['a role that is missing', 'DENIED', failing(403, 'Forbidden', 'ForbiddenByRbac')],
    ['a private link that is cut', 'DENIED', failing(403, 'Forbidden', 'ForbiddenByConnection')],
    ['a refusal that says no more', 'DENIED', failing(403, 'Forbidden')],
    ['a refusal in new words', 'DENIED', failing(403, 'Forbidden', 'SomethingNew')],
    ['a disabled key that cannot be looked at', 'DISABLED', failing(403, 'Forbidden', 'KeyDisabled')],
    ['an expired key that does not even unwrap', 'DENIED', failing(403, 'Forbidden', 'KeyExpired')],
    ['an error that nobody knows', 'UNKNOWN', failing(418, 'SomethingNew')],
  ]
  it.each(cases)('%s: %s', async (_, outcome, answer) => {
    const { rootKey } = await behind(answer)
    const error = await failureOf(rootKey.unwrap(stored(), CONTEXT))
    expect(error.outcome).toBe(outcome)
    expect(`${error.message} ${error.errorName} ${JSON.stringify(error)} ${error.stack}`).not.toContain(
      'SECRET',
    )
    expect(error.cause).toBeUndefined()
  })

  it('a name on the wire that is no name is not passed on', async () => {
    const { rootKey } = await behind(failing(418, '<script>alert(1)</script>'))
    const error = await failureOf(rootKey.unwrap(stored(), CONTEXT))
    expect(error).toMatchObject({ outcome: 'UNKNOWN', errorName: 'Unknown', requestId: 'r-1' })
  })

  it('a KEK that comes back changed is not stored', async () => {
    const { rootKey } = await behind(json(good))
    const error = await failureOf(rootKey.wrap(randomKey(), CONTEXT))
    expect(error).toMatchObject({ outcome: 'INTEGRITY', operation: 'unwrapKey' })
  })

  it('a description of another key is not believed', async () => {
    const key = { kid: KID.replace('latchkey', 'another'), kty: 'RSA', key_ops: ['wrapKey', 'unwrapKey'] }
    const { rootKey } = await behind(json({ key, attributes: { enabled: true } }))
    expect((await failureOf(rootKey.describe())).outcome).toBe('INTEGRITY')
  })

  it('a look at the key never turns a refusal into something that is borne with', async () => {
    for (const look of [failing(429, 'Throttled'), failing(503, 'x'), failing(401, 'Unauthorized')]) {
      const { rootKey } = await behind((response, request, body) =>
        (request.method === 'POST' ? failing(403, 'Forbidden') : look)(response, request, body),
      )
      expect((await failureOf(rootKey.unwrap(stored(), CONTEXT))).outcome).toBe('DENIED')
    }
  })
})

describe('a token', () => {
  const HOSTILE = {
    'www-authenticate':
      'Bearer authorization="https://evil.example/common", resource="https://management.azure.com"',
  }

  it('is made out to Key Vault in the identity’s own directory, whatever challenge a server gives', async () => {
    const { rootKey, seen } = await behind(failing(401, 'Unauthorized', undefined, HOSTILE))
    expect((await failureOf(rootKey.unwrap(stored(), CONTEXT))).outcome).toBe('OURS')
    const asked = seen.filter(({ host }) => host === DIRECTORY)
    expect(asked.length).toBeGreaterThan(0)
    expect(seen.some(({ host }) => host === 'evil.example')).toBe(false)
    for (const { url, body } of asked) {
      expect(url).toMatch(new RegExp(`^/${TENANT}/`))
      expect(new URLSearchParams(body).get('scope') ?? 'https://vault.azure.net/.default').toBe(
        'https://vault.azure.net/.default',
      )
    }
  })

  it('goes with every request to the vault, and each call is one request', async () => {
    const { rootKey, seen, atVault } = await behind(json({ kid: KID, value: value(32) }))
    await failureOf(rootKey.unwrap(stored(), CONTEXT))
    expect(atVault()).toMatchObject([{ authorization: 'Bearer SECRET-TOKEN', method: 'POST' }])
    expect(atVault()[0]?.url).toMatch(new RegExp(`^/keys/latchkey/${VERSION}/unwrapkey\\?api`))
    expect(seen.filter(({ authorization }) => authorization !== undefined)).toHaveLength(1)
  })

  it('many first calls at a time all have their bodies', async () => {
    const { rootKey, atVault } = await behind(json({ kid: KID, value: value(32) }))
    await Promise.all(Array.from({ length: 20 }, () => failureOf(rootKey.unwrap(stored(), CONTEXT))))
    expect(atVault()).toHaveLength(20)
    for (const { body } of atVault()) expect(JSON.parse(body)).toHaveProperty('value')
  })

  it('follows no link to another host', async () => {
    const item = { kid: KID, attributes: { enabled: true } }
    const { rootKey, seen } = await behind((response, request, body) => {
      const isList = request.url?.includes('/versions')
      const key = { key: { kid: KID, kty: 'RSA', key_ops: [] }, attributes: {} }
      const page = { value: [item], nextLink: 'https://evil.example/keys/latchkey/versions?api-version=7.4' }
      json(isList ? page : key)(response, request, body)
    })
    expect((await failureOf(rootKey.versions())).errorName).toBe('ForeignHostError')
    expect(seen.some(({ host }) => host === 'evil.example')).toBe(false)
  })

  const refusals: [string, number, string, number, KmsOutcome][] = [
    ['an application that is not there', 400, 'unauthorized_client', 700016, 'CONSENT_MISSING'],
    ['an application that is disabled', 400, 'unauthorized_client', 7000112, 'CONSENT_MISSING'],
    ['a directory that is gone', 400, 'invalid_request', 90002, 'CONSENT_MISSING'],
    ['a policy of the directory', 400, 'invalid_grant', 53003, 'DENIED'],
    ['a directory without Key Vault', 400, 'invalid_resource', 500011, 'MISCONFIGURED'],
    ['a wrong secret', 401, 'invalid_client', 7000215, 'OURS'],
    ['an expired secret', 401, 'invalid_client', 7000222, 'OURS'],
    ['a wrong assertion', 401, 'invalid_client', 700027, 'OURS'],
    ['a refusal in new words', 400, 'something_new', 999999, 'OURS'],
    ['an outage', 503, 'temporarily_unavailable', 90033, 'UNREACHABLE'],
    ['a quota', 429, 'temporarily_unavailable', 90055, 'THROTTLED'],
  ]
  it.each(refusals)('refused for %s (%i %s %i): %s', async (_, status, error, number, outcome) => {
    const { rootKey } = await behind(failing(500, 'x'), directoryFailing(status, error, number))
    const failure = await failureOf(rootKey.unwrap(stored(), CONTEXT))
    expect(failure).toMatchObject({ outcome, errorName: `AADSTS${number}`, requestId: 'r-1' })
    expect(`${failure.message} ${JSON.stringify(failure)}`).not.toContain('SECRET')
  })
})

describe('nothing answers', () => {
  it('a closed port is unreachable', async () => {
    const loopback = { port: 1, authority: certificates.authority }
    const rootKey = world.rootKey(KEY_URL, { ...LIMITS, loopback })
    expect(await failureOf(rootKey.describe())).toMatchObject({ outcome: 'UNREACHABLE', retryable: true })
  })

  it('a vault that is not there is unreachable', async () => {
    const rootKey = world.rootKey('https://nowhere.vault.azure.net/keys/latchkey', LIMITS)
    expect((await failureOf(rootKey.describe())).outcome).toBe('UNREACHABLE')
  })

  it('a certificate of somebody else’s is unreachable', async () => {
    const foreign = { ...world.loopback, authority: certificates.authority }
    const rootKey = world.rootKey(KEY_URL, { ...LIMITS, loopback: foreign })
    expect((await failureOf(rootKey.describe())).outcome).toBe('UNREACHABLE')
  })

  it('a whole operation ends within its limit, however its attempts hang', async () => {
    const { rootKey, atVault } = await behind(() => undefined)
    const begun = performance.now()
    const error = await failureOf(rootKey.unwrap(stored(), CONTEXT))
    expect(error.outcome).toBe('UNREACHABLE')
    expect(performance.now() - begun).toBeLessThan(5_000)
    expect(atVault().length).toBeLessThanOrEqual(2)
  })

  it('nor does a directory that hangs hold it up', async () => {
    const { rootKey } = await behind(failing(500, 'x'), () => undefined)
    const begun = performance.now()
    expect((await failureOf(rootKey.unwrap(stored(), CONTEXT))).outcome).toBe('UNREACHABLE')
    expect(performance.now() - begun).toBeLessThan(5_000)
  })

  it('the caller’s own abort is no answer of a KMS', async () => {
    const { rootKey } = await behind(() => undefined)
    const reason = new Error('shutting down')
    const signal = AbortSignal.abort(reason)
    await expect(rootKey.unwrap(stored(), CONTEXT, signal)).rejects.toBe(reason)
    const controller = new AbortController()
    const pending = rootKey.unwrap(stored(), CONTEXT, controller.signal)
    controller.abort(reason)
    await expect(pending).rejects.toBe(reason)
  })
})
