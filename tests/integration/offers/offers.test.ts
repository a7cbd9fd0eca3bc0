import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { offerKeys as offerKeysJob } from '@/encryption-service/jobs/offer-keys'
import { parseInput } from '@/lib/domain/form-input'
import { organizationId } from '@/lib/domain/ids'
import { JOB_INPUTS } from '@/lib/domain/jobs'
import { offerView } from '@/lib/domain/views/offers'
import { offerKeys, offerKeysInput, withdrawKeys } from '@/lib/use-cases/offers/change'
import { listOffers } from '@/lib/use-cases/offers/list'
import { readOffer } from '@/lib/use-cases/offers/read'
import { type KeyWorld, keyWorld } from '../../support/key-world'

describe('the vendor’s gate', () => {
  let world: KeyWorld

  beforeAll(async () => {
    world = await keyWorld()
  })
  afterAll(() => world.close())
  beforeEach(async () => {
    for (const table of ['jobs', 'key_offers']) await world.sql(`DELETE FROM ${table}`)
  })

  const operator = () => world.staff('platform_operator', 'Olga')
  const CLIENT = '6c1f0c7e-5d2b-4b63-9d55-0a3f4e1f7a10'
  const ACCOUNT = 'latchkey-northwind@vendor.iam.gserviceaccount.com'
  const form = (more: object = {}) =>
    offerKeysInput.parse({
      submissionId: randomUUID(),
      organizationId: world.own,
      azureClientId: '',
      googleServiceAccount: '',
      reach: 'every',
      ...more,
    })

  /** Does what was asked last for an organization, as the encryption service would. */
  async function carryOut(organization: string = world.own) {
    const [job] = await world.sql<{ id: string; input: unknown }>(
      'SELECT id, input FROM jobs WHERE organization_id = $1 ORDER BY created_at DESC LIMIT 1',
      [organization],
    )
    const id = organizationId.parse(organization)
    await offerKeysJob({
      input: JOB_INPUTS['offer-keys'].parse(job?.input),
      keys: { id, scope: world.service.organization(id) },
      requester: { id: (await operator()).actor.userId, name: 'Olga' },
      now: () => new Date(),
    })
  }

  it('opens for one organization, with what was set up for it, and says so in its audit log', async () => {
    await offerKeys(
      await operator(),
      form({ azureClientId: ` ${CLIENT.toUpperCase()} `, googleServiceAccount: ACCOUNT }),
    )
    await carryOut()
    const view = await readOffer(await operator(), { id: world.own })
    expect(offerView.parse(view).organization.offer).toMatchObject({
      clouds: ['aws', 'azure', 'google'],
      azureClientId: CLIENT,
      googleServiceAccount: ACCOUNT,
      regions: [],
    })
    const rows = await listOffers(await operator())
    expect(rows.map(({ id, offer }) => [id, offer !== null])).toContainEqual([world.other, false])
    const entries = await world.sql(
      `SELECT action, actor_name FROM audit_entries WHERE organization_id = $1 AND action LIKE 'keys.%' ORDER BY id`,
      [world.own],
    )
    expect(entries).toEqual([
      { action: 'keys.offer_requested', actor_name: 'Olga' },
      { action: 'keys.offered', actor_name: 'Olga' },
    ])
  })

  it('keeps the external id when the offer changes, and tells the operator nothing of it', async () => {
    const idOf = async () =>
      (await world.sql<{ id: string }>(`SELECT identities->>'awsExternalId' AS id FROM key_offers`))[0]?.id
    await offerKeys(await operator(), form())
    await carryOut()
    const before = await idOf()
    await offerKeys(await operator(), form({ reach: 'some', regions: 'eu-central-1' }))
    await carryOut()
    expect(await idOf()).toBe(before)
    const view = await readOffer(await operator(), { id: world.own })
    expect(view.organization.offer).toMatchObject({ clouds: ['aws'], regions: ['eu-central-1'] })
    expect(JSON.stringify(view)).not.toContain(before)
  })

  it('closes again, and a link that exists goes on', async () => {
    const linkId = await world.link(
      world.own,
      'arn:aws:kms:eu-central-1:111122223333:key/11111111-1111-4111-8111-111111111111',
    )
    await offerKeys(await operator(), form())
    await carryOut()
    await withdrawKeys(await operator(), { submissionId: randomUUID(), organizationId: world.own })
    await carryOut()
    const { organization } = await readOffer(await operator(), { id: world.own })
    expect(organization).toMatchObject({
      offer: null,
      withdrawnAt: expect.any(String),
      link: { provider: 'aws' },
    })
    expect(await world.sql('SELECT state FROM key_links WHERE id = $1', [linkId])).toEqual([
      { state: 'active' },
    ])
  })

  it.each([
    ['an application', { azureClientId: CLIENT }],
    ['a service account', { googleServiceAccount: ACCOUNT }],
  ])('gives %s to one organization alone', async (_what, identity) => {
    await offerKeys(await operator(), form(identity))
    await carryOut()
    await offerKeys(await operator(), form({ ...identity, organizationId: world.other }))
    await expect(carryOut(world.other)).rejects.toMatchObject({ code: 'identity_in_use' })
    const { organization } = await readOffer(await operator(), { id: world.other })
    expect(organization.offer).toBeNull()
  })

  it.each([
    ['azureClientId', { azureClientId: 'Latchkey for Northwind' }, 'GUID'],
    ['googleServiceAccount', { googleServiceAccount: 'somebody@example.com' }, 'service account'],
  ])('refuses what is no identity, beside its field: %s', (field, wrong, words) => {
    const parsed = parseInput(offerKeysInput, {
      ...form(),
      azureClientId: '',
      googleServiceAccount: '',
      ...wrong,
    })
    expect(parsed).toMatchObject({ ok: false, fields: { [field]: expect.stringContaining(words) } })
  })

  it.each([
    ['no region at all', { regions: [] }],
    ['regions that nobody offers', { regions: ['xx-north-9'] }],
    ['Google without a location', { regions: ['eu-central-1'], googleServiceAccount: ACCOUNT }],
  ])('refuses %s', async (_what, chosen) => {
    const sent = offerKeys(await operator(), form({ reach: 'some', ...chosen }))
    await expect(sent).rejects.toMatchObject({
      code: 'invalid_input',
      fields: { regions: expect.any(String) },
    })
  })

  it.each([
    ['an admin', async () => world.as('organization_admin')],
    ['support staff', () => world.staff('support_staff')],
  ])('is not for %s', async (_who, contextOf) => {
    const context = await contextOf()
    await expect(offerKeys(context, form())).rejects.toMatchObject({ code: 'forbidden' })
    await expect(listOffers(context)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(readOffer(context, { id: world.own })).rejects.toMatchObject({ code: 'forbidden' })
    expect(await world.count('jobs')).toBe(0)
  })

  it('knows no organization by a made-up id', async () => {
    await expect(readOffer(await operator(), { id: randomUUID() })).rejects.toMatchObject({
      code: 'not_found',
    })
    const sent = offerKeys(await operator(), form({ organizationId: randomUUID() }))
    await expect(sent).rejects.toMatchObject({ code: 'not_found' })
  })
})
