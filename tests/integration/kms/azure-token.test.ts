import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { KmsOutcome } from '@/lib/domain/kms-outcome'
import {
  behind,
  CONTEXT,
  DIRECTORY,
  directoryFailing,
  failing,
  json,
  KID,
  stored,
  token,
  VERSION,
  value,
} from './azure-stand-in'
import { failureOf, TENANT } from './azure-world'

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

  it('many first calls at a time sign in once and all have their bodies', async () => {
    const { rootKey, atVault, seen } = await behind(json({ kid: KID, value: value(32) }))
    await Promise.all(Array.from({ length: 20 }, () => failureOf(rootKey.unwrap(stored(), CONTEXT))))
    expect(atVault()).toHaveLength(20)
    for (const { body } of atVault()) expect(JSON.parse(body)).toHaveProperty('value')
    expect(seen.filter(({ host, method }) => host === DIRECTORY && method === 'POST')).toHaveLength(1)
  })

  it('that the directory took back is refused by the vault at once, and what the directory says now counts', async () => {
    const claims = Buffer.from('{"access_token":{"nbf":{"essential":true,"value":"1"}}}').toString('base64')
    const challenge = { 'www-authenticate': `Bearer error="insufficient_claims", claims="${claims}"` }
    let signIns = 0
    const { rootKey, seen } = await behind(
      failing(401, 'Unauthorized', undefined, challenge),
      (response, request, body) => {
        signIns += request.method === 'POST' ? 1 : 0
        const answer = signIns < 2 ? token : directoryFailing(400, 'unauthorized_client', 700016)
        answer(response, request, body)
      },
    )
    const error = await failureOf(rootKey.unwrap(stored(), CONTEXT))
    expect(error).toMatchObject({ outcome: 'CONSENT_MISSING', errorName: 'AADSTS700016' })
    expect(seen.filter(({ body }) => new URLSearchParams(body).get('claims')?.includes('nbf'))).toHaveLength(
      1,
    )
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

it('a token that ends while consent is withdrawn leaves no error that nobody hears', async () => {
  const unheard: unknown[] = []
  const hear = (reason: unknown) => unheard.push(reason)
  process.on('unhandledRejection', hear)
  let signIns = 0
  const { rootKey } = await behind(json({ kid: KID, value: value(32) }), (response, request, body) => {
    signIns += request.method === 'POST' ? 1 : 0
    const short = json({ token_type: 'Bearer', expires_in: 2, access_token: 'SECRET-TOKEN' })
    const answer = signIns < 2 ? short : directoryFailing(400, 'unauthorized_client', 700016)
    answer(response, request, body)
  })
  expect((await failureOf(rootKey.unwrap(stored(), CONTEXT))).outcome).toBe('INTEGRITY')
  expect((await failureOf(rootKey.unwrap(stored(), CONTEXT))).outcome).toBe('CONSENT_MISSING')
  // As long as the SDK would have gone on asking beside the calls: in steps of three seconds until the token's end.
  await sleep(4_000)
  process.off('unhandledRejection', hear)
  expect(unheard).toEqual([])
})
