import { describe, expect, it } from 'vitest'
import { randomKey } from '@/lib/crypto'
import type { KmsOutcome } from '@/lib/domain/kms-outcome'
import { type Answer, behind, CONTEXT, failing, json, KEY_URL, KID, stored, value } from './azure-stand-in'
import { failureOf } from './azure-world'

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
