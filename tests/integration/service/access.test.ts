import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { httpCore } from '@/lib/client/http-core'
import type { DataContext } from '@/lib/domain/encryption-core'
import { LatchkeyError } from '@/lib/domain/errors'
import { ADMIN_SESSION, SERVICE_TOKEN, ServiceWorld, WEB_TOKEN } from '../../support/service-world'

const world = new ServiceWorld()
const plaintext = new TextEncoder().encode('plain')

const contextOf = (
  dataClass: DataContext['dataClass'],
  organization: string = world.organization,
): DataContext => ({
  organization,
  dataClass,
  object: 'row-1',
  field: 'value',
})

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'taken',
    (error: unknown) => (error instanceof LatchkeyError ? error.code : String(error)),
  )
}

const as = (token: string, session?: string) => httpCore({ url: world.url, token, session })

describe('who may have something encrypted or decrypted', () => {
  let secret: Uint8Array
  let document: Uint8Array

  beforeAll(async () => {
    const sealed = await as(SERVICE_TOKEN).encrypt([
      { context: contextOf('secrets_and_credentials'), plaintext },
      { context: contextOf('document_metadata'), plaintext },
    ])
    const [first, second] = sealed.map((outcome) => (outcome.ok ? outcome.value : new Uint8Array()))
    secret = first ?? new Uint8Array()
    document = second ?? new Uint8Array()
  })

  const openDocument = (core: ReturnType<typeof as>) =>
    codeOf(core.decrypt([{ context: contextOf('document_metadata'), ciphertext: document }]))

  it('gives nothing to an unknown token, or without one', async () => {
    expect(await openDocument(as(`lk_${'x'.repeat(43)}`))).toBe('not_signed_in')
    const bare = await fetch(new URL('/v1/decrypt', world.url), { method: 'POST', body: '{}' })
    expect(bare.status).not.toBe(200)
  })

  it('does not look into what a stranger sends', async () => {
    const headers = { 'content-type': 'application/json' }
    const sent = await fetch(new URL('/v1/decrypt', world.url), {
      method: 'POST',
      headers,
      body: '{ not JSON',
    })
    expect(sent.status).toBe(401)
  })

  it('gives web nothing with its token alone', async () => {
    expect(await openDocument(as(WEB_TOKEN))).toBe('not_signed_in')
    expect(await openDocument(as(WEB_TOKEN, 'made-up-session-id'))).toBe('not_signed_in')
    expect(
      await codeOf(as(WEB_TOKEN).encrypt([{ context: contextOf('document_metadata'), plaintext }])),
    ).toBe('not_signed_in')
  })

  it('opens document names for web with a live session, and credentials never', async () => {
    expect(await openDocument(as(WEB_TOKEN, ADMIN_SESSION))).toBe('taken')
    const core = as(WEB_TOKEN, ADMIN_SESSION)
    expect(await codeOf(core.encrypt([{ context: contextOf('secrets_and_credentials'), plaintext }]))).toBe(
      'taken',
    )
    expect(
      await codeOf(core.decrypt([{ context: contextOf('secrets_and_credentials'), ciphertext: secret }])),
    ).toBe('forbidden')
  })

  it('does not let a session reach another organization', async () => {
    const other = randomUUID()
    const core = as(WEB_TOKEN, ADMIN_SESSION)
    const context = contextOf('document_metadata', other)
    expect(await codeOf(core.decrypt([{ context, ciphertext: document }]))).toBe('forbidden')
    expect(await codeOf(core.encrypt([{ context, plaintext }]))).toBe('forbidden')
  })

  it('refuses a batch as a whole when one item is not allowed', async () => {
    const core = as(WEB_TOKEN, ADMIN_SESSION)
    const items = [
      { context: contextOf('document_metadata'), ciphertext: document },
      { context: contextOf('secrets_and_credentials'), ciphertext: secret },
    ]
    expect(await codeOf(core.decrypt(items))).toBe('forbidden')
  })

  it('lets an auditor read documents and write nothing', async () => {
    await world.sql("UPDATE memberships SET role = 'organization_auditor' WHERE user_id = $1", [world.admin])
    const core = as(WEB_TOKEN, ADMIN_SESSION)
    expect(await openDocument(core)).toBe('taken')
    expect(await codeOf(core.encrypt([{ context: contextOf('document_metadata'), plaintext }]))).toBe(
      'forbidden',
    )
    await world.sql("UPDATE memberships SET role = 'organization_admin' WHERE user_id = $1", [world.admin])
  })

  it('ends access with the session, at the next request', async () => {
    await world.sql('UPDATE sessions SET ended_at = now()')
    expect(await openDocument(as(WEB_TOKEN, ADMIN_SESSION))).toBe('not_signed_in')
    await world.sql('UPDATE sessions SET ended_at = NULL')
    await world.sql('UPDATE users SET disabled_at = now() WHERE id = $1', [world.admin])
    expect(await openDocument(as(WEB_TOKEN, ADMIN_SESSION))).toBe('not_signed_in')
    await world.sql('UPDATE users SET disabled_at = NULL WHERE id = $1', [world.admin])
  })

  it('ends a token when it is revoked or over', async () => {
    await world.sql("UPDATE service_tokens SET revoked_at = now() WHERE name = 'a service'")
    expect(await openDocument(as(SERVICE_TOKEN))).toBe('not_signed_in')
    await world.sql(
      "UPDATE service_tokens SET revoked_at = NULL, expires_at = now() - interval '1 s' WHERE name = 'a service'",
    )
    expect(await openDocument(as(SERVICE_TOKEN))).toBe('not_signed_in')
    await world.sql("UPDATE service_tokens SET expires_at = NULL WHERE name = 'a service'")
    expect(await openDocument(as(SERVICE_TOKEN))).toBe('taken')
  })

  it('says what is wrong with a bad request as problem details, without repeating its values', async () => {
    const send = (body: unknown) =>
      fetch(new URL('/v1/encrypt-batch', world.url), {
        method: 'POST',
        headers: { authorization: `Bearer ${SERVICE_TOKEN}`, 'content-type': 'application/json' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      })
    const bodies = [
      7,
      {},
      { items: [] },
      { items: [{ context: {}, plaintext: 'SECRET-VALUE' }] },
      { items: [], more: 1 },
    ]
    for (const body of bodies) {
      const response = await send(body)
      expect(response.status).toBe(422)
      expect(response.headers.get('content-type')).toContain('application/problem+json')
      const problem = await response.text()
      expect(JSON.parse(problem)).toMatchObject({ code: 'invalid_input', requestId: expect.any(String) })
      expect(problem).not.toContain('SECRET-VALUE')
    }
  })
})

describe('jobs asked for by somebody who may not', () => {
  it('are refused by the service, whatever web let through', async () => {
    for (const kind of ['preflight', 'link-key'] as const) {
      const input = {
        keyId: await world.aws.createKey(),
        ...(kind === 'link-key' ? { dutiesAcknowledged: true } : {}),
      }
      expect(await world.job(kind, input, world.support)).toMatchObject({
        state: 'failed',
        error_code: 'forbidden',
      })
    }
    expect(await world.sql('SELECT 1 FROM key_links')).toEqual([])
  })

  it('include a rotation that nobody else approved', async () => {
    const cases = [
      { decision: 'pending', by: null, code: 'request_closed' },
      { decision: 'rejected', by: world.support, code: 'request_closed' },
      { decision: 'approved', by: world.admin, code: 'own_request' },
    ]
    for (const { decision, by, code } of cases) {
      const id = randomUUID()
      await world.sql(
        `INSERT INTO rotation_requests (id, organization_id, reason, new_key_id, decision, requested_by, expires_at, decided_by, decided_at)
         VALUES ($1, $2, 'yearly', $3, $4::"Decision", $5, now() + interval '7 days', $6, now())`,
        [id, world.organization, await world.aws.createKey(), decision, world.admin, by],
      )
      expect(await world.job('rotate', { requestId: id })).toMatchObject({
        state: 'failed',
        error_code: code,
      })
      await world.sql("UPDATE rotation_requests SET decision = 'rejected' WHERE id = $1", [id])
    }
  })
})
