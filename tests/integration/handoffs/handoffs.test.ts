import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createHandoff, createHandoffInput } from '@/lib/use-cases/handoffs/create'
import { listHandoffs } from '@/lib/use-cases/handoffs/list'
import { openHandoff } from '@/lib/use-cases/handoffs/open'
import { revokeHandoff } from '@/lib/use-cases/handoffs/revoke'
import { readWizard } from '@/lib/use-cases/keys/read-wizard'
import { consentAnswer, receiveConsent } from '@/lib/use-cases/keys/receive-consent'
import { type KeyWorld, keyWorld } from '../../support/key-world'
import { makeSession } from '../../support/session'

const DAY_MS = 24 * 3_600_000
const TENANT = '0f9d0a4e-7c1d-4a27-8b8e-3f5f0b6a2c11'

let world: KeyWorld
beforeAll(async () => {
  world = await keyWorld()
})
afterAll(() => world.close())
beforeEach(() => world.sql('DELETE FROM handoffs'))

const admin = () => world.as('organization_admin')
const form = (more: object = {}) =>
  createHandoffInput.parse({ submissionId: randomUUID(), provider: 'azure', lifeDays: '7', ...more })
const tokenOf = ({ url }: { url: string }) => new URL(url).pathname.split('/').at(-1) ?? ''
const made = async (more?: object) => tokenOf(await createHandoff(admin(), form(more)))
const open = (token: string, now?: Date) => openHandoff(token, world.store, now)
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS)

describe('handing the steps to somebody', () => {
  it('shows them to whoever has the link, for one cloud and one organization', async () => {
    const view = await open(await made())
    expect(view).toMatchObject({
      provider: 'azure',
      askedBy: 'organization_admin',
      setup: { organizationId: world.own, organizationName: 'Northwind', azure: { clientId: world.own } },
    })
    expect(JSON.stringify(view)).not.toContain(world.other)
  })

  it('keeps the token’s hash alone, and a record of who made the link', async () => {
    const token = await made()
    expect(token).toMatch(/^[\w-]{43}$/)
    const [row] = await world.sql<{ token_hash: Buffer; created_by: string }>('SELECT * FROM handoffs')
    expect(row?.token_hash).toEqual(createHash('sha256').update(token).digest())
    const entries = await world.sql<{ actor_id: string }>(
      `SELECT actor_id, detail FROM audit_entries WHERE action = 'handoff.created' ORDER BY id DESC LIMIT 1`,
    )
    expect(entries).toEqual([
      { actor_id: admin().actor.userId, detail: { provider: 'azure', expiresAt: expect.any(String) } },
    ])
    expect(JSON.stringify(await listHandoffs(admin()))).not.toContain(token)
  })

  it('leads nowhere once it has ended or was revoked, or if it never was, without telling which', async () => {
    const token = await made({ lifeDays: 1 })
    expect(await open(token, inDays(0.9))).not.toBeNull()
    const [row] = await listHandoffs(admin())
    const over = [
      await open(token, inDays(1.1)),
      await open(randomBytes(32).toString('base64url')),
      await open('../../etc/passwd'),
      await open(''),
    ]
    await revokeHandoff(admin(), { submissionId: randomUUID(), id: row?.id ?? '' })
    expect([...over, await open(token)]).toEqual([null, null, null, null, null])
    expect(await listHandoffs(admin())).toEqual([])
    const again = revokeHandoff(admin(), { submissionId: randomUUID(), id: row?.id ?? '' })
    await expect(again).rejects.toMatchObject({ code: 'not_found' })
  })

  it('leads nowhere while the vendor’s offer is withdrawn', async () => {
    const token = await made()
    await world.sql('UPDATE key_offers SET withdrawn_at = now() WHERE organization_id = $1', [world.own])
    try {
      expect(await open(token)).toBeNull()
      await expect(createHandoff(admin(), form())).rejects.toMatchObject({ code: 'keys_not_offered' })
      expect((await readWizard(admin())).setup).toBeNull()
    } finally {
      await world.sql('UPDATE key_offers SET withdrawn_at = NULL')
    }
  })

  it('is made and ended by an admin of the organization alone', async () => {
    const auditor = world.as('organization_auditor')
    await expect(createHandoff(auditor, form())).rejects.toMatchObject({ code: 'forbidden' })
    await made()
    const [row] = await listHandoffs(admin())
    const id = row?.id ?? ''
    const other = world.as('organization_admin', world.other)
    for (const who of [auditor, other]) {
      const sent = revokeHandoff(who, { submissionId: randomUUID(), id })
      await expect(sent).rejects.toMatchObject({ code: who === auditor ? 'forbidden' : 'not_found' })
    }
    expect(await listHandoffs(other)).toEqual([])
    expect(await listHandoffs(admin())).toHaveLength(1)
  })

  it('lasts for one of the times that are offered', () => {
    for (const lifeDays of ['0', '-7', '365', 'x', '']) {
      expect(() => form({ lifeDays })).toThrow()
    }
  })
})

describe('coming back from Entra', () => {
  const stateOf = async (context = admin()) => (await readWizard(context)).setup?.azure?.state ?? ''
  const back = (state: string, more: object = {}) =>
    consentAnswer.parse({ admin_consent: 'True', tenant: TENANT.toUpperCase(), state, ...more })
  const receive = (answer: object, context: ReturnType<typeof admin> | null, now?: Date) =>
    receiveConsent(consentAnswer.parse(answer), context, world.store, now)

  it('leads the admin who asked on, with the directory', async () => {
    const consented = { kind: 'consented', tenantId: TENANT, mayGoOn: true }
    expect(await receive(back(await stateOf()), admin())).toEqual(consented)
  })

  it('shows the directory to whoever else came, and leads them nowhere', async () => {
    const state = await stateOf()
    const shown = { kind: 'consented', tenantId: TENANT, mayGoOn: false }
    const elsewhere = { ...admin(), actor: { ...admin().actor, sessionHash: makeSession().hash } }
    for (const context of [null, elsewhere, world.as('organization_admin', world.other)]) {
      expect(await receive(back(state), context)).toEqual(shown)
    }
    const auditors = await stateOf(world.as('organization_auditor'))
    expect(await receive(back(auditors), world.as('organization_auditor'))).toEqual(shown)
  })

  it('takes an admin of the organization on from a hand-off, while that lasts', async () => {
    const view = await open(await made())
    const answer = back(view?.setup.azure?.state ?? '')
    expect(await receive(answer, admin())).toMatchObject({ mayGoOn: true })
    expect(await receive(answer, null)).toMatchObject({ kind: 'consented', mayGoOn: false })
    expect(await receive(answer, world.as('organization_admin', world.other))).toMatchObject({
      mayGoOn: false,
    })
    await world.sql('UPDATE handoffs SET revoked_at = now()')
    expect(await receive(answer, admin())).toEqual({ kind: 'unknown' })
  })

  it.each([
    ['without a state', async () => ({ ...back(''), state: undefined })],
    ['with a state of somebody’s own making', async () => back('x'.repeat(92))],
    ['without a directory', async () => back(await stateOf(), { tenant: 'common' })],
    ['with two directories', async () => back(await stateOf(), { tenant: [TENANT, TENANT] })],
  ])('is not known %s', async (_what, answer) => {
    expect(await receive(await answer(), admin())).toEqual({ kind: 'unknown' })
  })

  it('is not known when it comes after a day', async () => {
    expect(await receive(back(await stateOf()), admin(), inDays(1.1))).toEqual({ kind: 'unknown' })
  })

  it.each([
    ['access_denied', 'declined'],
    ['unauthorized_client', 'not_allowed'],
    ['server_error', 'trouble'],
    ['<script>', 'trouble'],
  ])('says in words of its own that there was no consent (%s)', async (error, reason) => {
    const answer = { error, error_description: 'AADSTS65004: somebody', state: await stateOf() }
    expect(await receive(answer, admin())).toEqual({ kind: 'refused', reason })
  })

  it('takes nothing but True for a consent', async () => {
    const answer = back(await stateOf(), { admin_consent: 'False' })
    expect(await receive(answer, admin())).toEqual({ kind: 'refused', reason: 'declined' })
  })

  it('writes nothing', async () => {
    const counted = async () => [await world.count('audit_entries'), await world.count('submissions')]
    const before = await counted()
    await receive(back(await stateOf()), null)
    await receive(back(await stateOf()), admin())
    expect(await counted()).toEqual(before)
  })
})
