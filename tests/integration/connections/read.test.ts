import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodeCatalog } from '@/lib/domain/catalog'
import { catalogContext } from '@/lib/domain/connection-binding'
import { valueOrThrow } from '@/lib/domain/encryption-core'
import { recordTest } from '@/lib/store/connections'
import { createConnection } from '@/lib/use-cases/connections/create'
import { listConnections, listConnectionsInput } from '@/lib/use-cases/connections/list'
import { readConnection } from '@/lib/use-cases/connections/read'
import { problem } from '../../support/problems'
import { type TwoOrganizations, twoOrganizations } from '../../support/two-organizations'
import { newConnection } from './fixtures'

const CATALOG = [{ schema: 'sales', tables: ['customers', 'orders'] }]

describe('looking at connections', () => {
  let house: TwoOrganizations
  let id: string

  beforeAll(async () => {
    house = await twoOrganizations()
    ;({ id } = await createConnection(house.as('organization_admin'), newConnection({ name: 'Warehouse' })))
    await keepCatalog(id)
  })
  afterAll(() => house.close())

  async function keepCatalog(connectionId: string) {
    const scope = house.service.organization(house.own)
    const { revision } = await readConnection(house.as('organization_admin'), { id: connectionId })
    const [outcome] = await house.core.encrypt([
      { context: catalogContext(house.own, connectionId), plaintext: encodeCatalog(CATALOG) },
    ])
    const catalog = new Uint8Array(valueOrThrow(outcome))
    const unchangedSince = new Date(revision)
    const test = { lastTestAt: new Date(), lastTestCode: 'connected', catalog }
    await recordTest(scope, { id: connectionId, unchangedSince }, test)
  }

  it('shows names and hosts, schemas and tables, while the customer’s key is denied', async () => {
    house.core.refuse('key_denied', 'secrets_and_credentials', 'document_metadata', 'api_exports')
    const auditor = house.as('organization_auditor')
    const details = await readConnection(auditor, { id })
    expect(details).toMatchObject({ name: 'Warehouse', host: 'db.example.com', lastTestCode: 'connected' })
    expect(details.catalog).toEqual({ state: 'open', schemas: CATALOG })
    expect((await listConnections(auditor, {})).connections).toMatchObject([{ name: 'Warehouse' }])
    house.core.refuse(null, 'secrets_and_credentials', 'document_metadata', 'api_exports')
  })

  it('shows the rest when the catalog does not open', async () => {
    house.core.refuse('platform_key_unavailable', 'platform_metadata')
    const details = await readConnection(house.as('organization_admin'), { id })
    house.core.refuse(null, 'platform_metadata')
    expect(details).toMatchObject({
      name: 'Warehouse',
      catalog: { state: 'closed', code: 'platform_key_unavailable' },
    })
  })

  it('does not open a catalog that was moved from another connection', async () => {
    const { id: second } = await createConnection(house.as('organization_admin'), newConnection())
    await house.sql(
      'UPDATE connections SET catalog = (SELECT catalog FROM connections WHERE id = $1) WHERE id = $2',
      [id, second],
    )
    const details = await readConnection(house.as('organization_admin'), { id: second })
    expect(details.catalog).toMatchObject({ state: 'closed', code: 'does_not_open' })
  })

  it('never shows the credential', async () => {
    const shown = JSON.stringify(await readConnection(house.as('organization_admin'), { id }))
    expect(shown).not.toMatch(/credential|password/)
  })

  it('treats another organization’s connection like one that does not exist', async () => {
    const stranger = house.as('organization_admin', house.other)
    for (const unknown of [id, randomUUID(), 'not-an-id', '%00', 'x'.repeat(10_000)]) {
      await expect(readConnection(stranger, { id: unknown })).rejects.toThrow(problem('not_found'))
    }
    expect((await listConnections(stranger, {})).connections).toEqual([])
  })

  it('is not for the vendor’s staff', async () => {
    await expect(readConnection(house.as(null), { id })).rejects.toThrow(problem('forbidden'))
    await expect(listConnections(house.as(null), {})).rejects.toThrow(problem('forbidden'))
  })
})

describe('the list of connections', () => {
  let house: TwoOrganizations
  const names = Array.from({ length: 120 }, (_, index) => `${index % 2 ? 'Sales' : 'sales'} ${index}%_\\`)

  beforeAll(async () => {
    house = await twoOrganizations()
    await house.sql(
      `INSERT INTO connections (id, organization_id, name, host, port, database, username, verify_tls, credential)
       SELECT gen_random_uuid(), $1, name, 'h' || row_number() OVER () || '.example', 5432, 'd', 'u', true, '\\x00'
       FROM unnest($2::text[]) AS name`,
      [house.own, [...names, 'Ledger']],
    )
  })
  afterAll(() => house.close())

  async function allPages(search?: string) {
    const seen: string[] = []
    let after: string | undefined
    let matches: number
    do {
      const page = await listConnections(house.as('organization_auditor'), { search, after })
      seen.push(...page.connections.map(({ name }) => name))
      after = page.next ?? undefined
      matches = page.matches
    } while (after)
    return { seen, matches }
  }

  it('shows each connection once over all pages, whatever the case of its letters', async () => {
    const { seen, matches } = await allPages()
    expect(seen).toHaveLength(121)
    expect(new Set(seen)).toEqual(new Set([...names, 'Ledger']))
    expect(matches).toBe(121)
  })

  it('turns back to the very same pages', async () => {
    const auditor = house.as('organization_auditor')
    const first = await listConnections(auditor, {})
    const second = await listConnections(auditor, { after: first.next ?? '' })
    const third = await listConnections(auditor, { after: second.next ?? '' })
    expect([first.previous, third.next]).toEqual([null, null])
    expect(await listConnections(auditor, { before: third.previous ?? '' })).toEqual(second)
    expect(await listConnections(auditor, { before: second.previous ?? '' })).toEqual(first)
  })

  it('finds by part of the name, whatever the case of its letters', async () => {
    const { seen, matches } = await allPages('SALES')
    expect(new Set(seen)).toEqual(new Set(names))
    expect(matches).toBe(120)
  })

  it('finds by host', async () => {
    expect((await allPages('h121.EXAMPLE')).seen).toEqual(['Ledger'])
  })

  it.each(['%', '_', '\\', '%_\\'])('takes %j as it is', async (sign) => {
    expect((await allPages(sign)).matches).toBe(120)
  })

  it.each(['e%r', 'L_dger', "' OR ''='"])('finds nothing for %j', async (text) => {
    expect(await allPages(text)).toEqual({ seen: [], matches: 0 })
  })

  it.each([
    { search: 'x'.repeat(101) },
    { search: ['a', 'b'] },
    { search: '  ' },
    { after: 'x'.repeat(101) },
    { after: '' },
    { page: '7' },
  ])('takes the address %j for the first page', (address) => {
    expect(listConnectionsInput.parse(address)).toEqual({})
  })
})
