import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DATA_CLASSES } from '@/lib/domain/data-classes'
import { KEY_HEADER_BYTES } from '@/lib/domain/encryption-core'
import { readClassification } from '@/lib/use-cases/classification/read'
import { problem } from '../../support/problems'
import { type TwoOrganizations, twoOrganizations } from '../../support/two-organizations'

type Mode = 'platform' | 'composite'

describe('the classification table', () => {
  let house: TwoOrganizations
  const LINK = randomUUID()

  beforeAll(async () => {
    house = await twoOrganizations()
    const platform = await insertMaster('platform')
    const composite = await insertMaster('composite')
    const old = await insertDataKey('secrets_and_credentials', 1, 'retired', platform)
    const active = await insertDataKey('secrets_and_credentials', 2, 'active', composite)
    await insertDataKey('document_metadata', 1, 'retired', platform)
    await insertDataKey('document_metadata', 2, 'active', composite)
    await insertDataKey('file_uploads', 1, 'active', platform)
    await insertConnections(1, old)
    await insertConnections(3, active)
    await house.sql(
      `INSERT INTO key_links (id, organization_id, provider, key_id, region, scope, state, duties_acknowledged_by)
       VALUES ($1, $2, 'aws', 'arn', 'eu-central-1', 'all-customer-classes', 'active', gen_random_uuid())`,
      [LINK, house.own],
    )
    await house.sql(
      `INSERT INTO link_availabilities (link_id, organization_id, availability) VALUES ($1, $2, 'active')`,
      [LINK, house.own],
    )
  })
  afterAll(() => house.close())

  async function insertMaster(mode: Mode): Promise<string> {
    const id = randomUUID()
    await house.sql(
      `INSERT INTO master_key_versions (id, organization_id, mode, scope, region, version, state, commitment)
       VALUES ($1, $2, $3, 's', 'r', 1, 'active', '\\x00')`,
      [id, house.own, mode],
    )
    return id
  }

  /** @returns the header of a ciphertext under the new key */
  async function insertDataKey(dataClass: string, version: number, state: string, master: string) {
    const header = Buffer.alloc(KEY_HEADER_BYTES)
    header.writeUInt16BE(0x0101)
    header.writeUInt32BE(version, 2)
    crypto.getRandomValues(header.subarray(6))
    await house.sql(
      `INSERT INTO data_key_versions (id, organization_id, data_class, version, state, commitment,
         master_key_version_id, wrapped) VALUES (gen_random_uuid(), $1, $2, $3, $4, $5, $6, '\\x00')`,
      [house.own, dataClass, version, state, header.subarray(6), master],
    )
    return header
  }

  async function insertConnections(count: number, header: Buffer) {
    await house.sql(
      `INSERT INTO connections (id, organization_id, name, host, port, database, username, verify_tls, credential)
       SELECT gen_random_uuid(), $1, gen_random_uuid()::text, 'h', 1, 'd', 'u', true, $3
       FROM generate_series(1, $2)`,
      [house.own, count, Buffer.concat([header, Buffer.alloc(40)])],
    )
  }

  async function read() {
    const rows = await readClassification(house.as('organization_auditor'))
    return Object.fromEntries(rows.map((row) => [row.dataClass, row]))
  }
  const availability = (state: string, cause: string) =>
    house.sql('UPDATE link_availabilities SET availability = $1, cause = $2 WHERE link_id = $3', [
      state,
      cause,
      LINK,
    ])

  it('has the six classes in their order, with what is promised of each', async () => {
    const rows = await readClassification(house.as('organization_admin'))
    expect(
      rows.map(({ dataClass, label, storage, withoutCmk, withCmk, followsCmk }) => [
        dataClass,
        { label, storage, withoutCmk, withCmk, followsCmk },
      ]),
    ).toEqual(Object.entries(DATA_CLASSES))
  })

  it('counts what each version of a key covers, from the data itself', async () => {
    const { secrets_and_credentials: row, document_metadata: documents } = await read()
    expect(row).toMatchObject({ objects: 4, uncovered: 0 })
    expect(row?.keys).toEqual([
      { version: 2, generation: 1, state: 'active', objects: 3 },
      { version: 1, generation: 1, state: 'retired', objects: 1 },
    ])
    // A retired version that covers nothing isn't worth a word.
    expect(documents?.keys).toEqual([{ version: 2, generation: 1, state: 'active', objects: 0 }])
  })

  it('says what is in force now, and whom a denial stops', async () => {
    expect((await read()).secrets_and_credentials?.inForce).toMatchObject({ tone: 'ok' })
    await availability('stopped_denied', 'DISABLED')
    const { secrets_and_credentials, document_metadata, file_uploads, other_exports } = await read()
    const closed = { tone: 'stopped', by: 'Customer-managed key', standing: 'closed: key disabled' }
    expect(secrets_and_credentials?.inForce).toEqual(closed)
    expect(document_metadata?.inForce).toEqual(closed)
    expect(file_uploads?.inForce).toMatchObject({ tone: 'ok' })
    expect(other_exports?.inForce).toMatchObject({ tone: 'neutral' })
    await availability('active', 'OK')
  })

  it('says honestly what is not stored yet', async () => {
    const { api_exports, file_uploads, other_exports } = await read()
    expect(api_exports).toMatchObject({ objects: null, notYet: expect.stringContaining('file exports') })
    expect(file_uploads).toMatchObject({ objects: null, notYet: expect.stringContaining('uploads') })
    expect(other_exports).toMatchObject({ objects: null, notYet: null })
  })

  it('says when something is under a key that nobody knows', async () => {
    await insertConnections(2, Buffer.alloc(KEY_HEADER_BYTES, 1))
    expect((await read()).secrets_and_credentials).toMatchObject({ objects: 6, uncovered: 2 })
  })

  it('shows another organization its own table', async () => {
    const rows = await readClassification(house.as('organization_admin', house.other))
    expect(rows.find(({ dataClass }) => dataClass === 'secrets_and_credentials')).toMatchObject({
      objects: 0,
      keys: [],
    })
    await expect(readClassification(house.as(null))).rejects.toThrow(problem('forbidden'))
  })
})
