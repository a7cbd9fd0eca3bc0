import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { KMS_SENTENCES } from '@/lib/domain/kms-sentences'
import { keysView } from '@/lib/domain/views/keys'
import { overviewView } from '@/lib/domain/views/overview'
import { readKeysView } from '@/lib/use-cases/keys/read-keys'
import { readOverview } from '@/lib/use-cases/overview/read'
import { readPlatform } from '@/lib/use-cases/platform/read'
import { KEYS, type KeyWorld, keyWorld } from '../../support/key-world'

describe('the keys page', () => {
  let world: KeyWorld
  let linkId: string

  beforeAll(async () => {
    world = await keyWorld()
    linkId = await world.link(world.own, KEYS.current)
    const root = randomUUID()
    await world.sql(`INSERT INTO platform_roots (id, key_id) VALUES ($1, 'arn:of:the:platform')`, [root])
    const masters = { platform: randomUUID(), composite: randomUUID() }
    for (const [mode, id] of Object.entries(masters)) {
      await world.sql(
        `INSERT INTO master_key_versions (id, organization_id, mode, scope, region, version, state, commitment)
         VALUES ($1, $2, $3::"MasterKeyMode", 'scope', 'global', 1, 'active', $4)`,
        [id, world.own, mode, randomBytes(32)],
      )
    }
    await wrap(masters.platform, 'platform', null, root)
    await wrap(masters.composite, 'customer', linkId, null)
    const retired = await dataKey('secrets_and_credentials', 1, 'retired', masters.composite)
    const active = await dataKey('secrets_and_credentials', 2, 'active', masters.composite)
    await connection('first', retired)
    await connection('second', active)
    await connection('third', active)
  })
  afterAll(() => world.close())

  async function wrap(master: string, half: string, link: string | null, root: string | null) {
    await world.sql(
      `INSERT INTO share_wraps (id, organization_id, master_key_version_id, half, link_id, platform_root_id, wrapped)
       VALUES ($1, $2, $3, $4::"ShareHalf", $5, $6, $7)`,
      [randomUUID(), world.own, master, half, link, root, randomBytes(60)],
    )
  }

  /** Makes a version; returns the header of ciphertexts under it. */
  async function dataKey(name: string, version: number, state: string, master: string): Promise<Buffer> {
    const commitment = randomBytes(32)
    await world.sql(
      `INSERT INTO data_key_versions
         (id, organization_id, data_class, version, state, commitment, master_key_version_id, wrapped)
       VALUES ($1, $2, $3, $4, $5::"KeyState", $6, $7, $8)`,
      [randomUUID(), world.own, name, version, state, commitment, master, randomBytes(60)],
    )
    return Buffer.concat([Buffer.from([1, 1, 0, 0, 0, version]), commitment])
  }

  async function connection(name: string, header: Buffer) {
    await world.sql(
      `INSERT INTO connections (id, organization_id, name, host, port, database, username, verify_tls, credential)
       VALUES ($1, $2, $3, 'db.example.com', 5432, 'app', 'reader', true, $4)`,
      [randomUUID(), world.own, name, Buffer.concat([header, randomBytes(40)])],
    )
  }

  it('shows the picture and the tables to members, in the shape that the browser expects', async () => {
    const view = await readKeysView(world.as('organization_auditor'))
    expect(keysView.parse(JSON.parse(JSON.stringify(view)))).toEqual(view)
    expect(view.link).toMatchObject({ id: linkId, keyId: KEYS.current, availability: 'active' })
    expect(view.hierarchy).toMatchObject({ compositeMaster: { version: 1 }, platformMaster: { version: 1 } })
    expect(view.roots.map(({ owner, shares }) => [owner, shares])).toEqual([
      ['platform', 1],
      ['customer', 1],
    ])
  })

  it('counts the objects under each version from the data itself', async () => {
    const { dataKeys } = await readKeysView(world.as('organization_admin'))
    expect(dataKeys.map(({ version, state, objects }) => [version, state, objects])).toEqual([
      [2, 'active', 2],
      [1, 'retired', 1],
    ])
  })

  it('shows no key material, and not the platform’s key address', async () => {
    const told = JSON.stringify(await readKeysView(world.as('organization_admin')))
    expect(told).not.toContain('arn:of:the:platform')
    expect(told).not.toMatch(/wrapped|commitment/)
  })

  it('shows another organization its own keys alone', async () => {
    const view = await readKeysView(world.as('organization_admin', world.other))
    expect(view).toMatchObject({ link: null, masterKeys: [], dataKeys: [], check: null, openRequestId: null })
    expect(view.roots.map(({ owner }) => owner)).toEqual(['platform'])
    expect(view.hierarchy).toMatchObject({ customerRoot: null, compositeMaster: null })
  })

  it('says what the newest check found, and that one is under way', async () => {
    const job = randomUUID()
    await world.sql(
      `INSERT INTO jobs (id, organization_id, kind, requested_by) VALUES ($1, $2, 'check-now', $3)`,
      [job, world.own, randomUUID()],
    )
    const read = () => readKeysView(world.as('organization_auditor'))
    expect((await read()).check).toMatchObject({ outcome: null })
    await world.sql(
      `INSERT INTO job_runs (job_id, organization_id, state, result, finished_at)
       VALUES ($1, $2, 'done', '{"availability":"stopped_denied","cause":"DISABLED"}', now())`,
      [job, world.own],
    )
    expect((await read()).check?.outcome).toMatchObject({
      good: false,
      words: KMS_SENTENCES.aws.DISABLED.reason,
    })
    await world.sql(`UPDATE job_runs SET state = 'failed', result = NULL WHERE job_id = $1`, [job])
    expect((await read()).check?.outcome).toMatchObject({
      good: false,
      words: 'The check could not be made.',
    })
  })

  it('is for members only', async () => {
    for (const read of [readKeysView, readOverview]) {
      await expect(read(world.as(null))).rejects.toMatchObject({ code: 'forbidden' })
    }
  })

  it('counts protected data for the overview', async () => {
    const view = await readOverview(world.as('organization_auditor'))
    expect(overviewView.parse(JSON.parse(JSON.stringify(view)))).toEqual(view)
    expect(view).toMatchObject({ connections: 3, documents: 0, platformAvailable: true, waiting: [] })
    const other = await readOverview(world.as('organization_admin', world.other))
    expect(other).toMatchObject({ connections: 0, link: null, waiting: [{ kind: 'link_key' }] })
  })

  it('shows the platform to its operator, without customers’ key addresses, and to nobody else', async () => {
    const view = await readPlatform(await world.staff('platform_operator', 'Olga Operator'))
    expect(view.root).toMatchObject({ keyId: 'arn:of:the:platform', limitDays: 180, availability: 'active' })
    expect(view.organizations.map(({ name, link }) => [name, link?.availability ?? null])).toEqual([
      ['Contoso', null],
      ['Northwind', 'active'],
    ])
    expect(JSON.stringify(view.organizations)).not.toContain(KEYS.current)
    for (const context of [world.as('organization_admin'), await world.staff('support_staff')]) {
      await expect(readPlatform(context)).rejects.toMatchObject({ code: 'forbidden' })
    }
  })
})
