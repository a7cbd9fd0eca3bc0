import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../../support/database'

const PERMISSION_DENIED = { code: '42501' }
/** Tables that only the encryption service writes (design, section 8, rule 9). */
const SERVICE_TABLES = [
  'share_wraps',
  'data_key_versions',
  'master_key_versions',
  'key_links',
  'link_availabilities',
  'organization_epochs',
  'fences',
  'platform_roots',
  'rotations',
  'job_runs',
]

describe('the database roles', () => {
  let database: TestDatabase
  let web: Client
  let service: Client

  beforeAll(async () => {
    database = await testDatabase()
    web = new Client({ connectionString: database.webUrl })
    service = new Client({ connectionString: database.serviceUrl })
    await Promise.all([web.connect(), service.connect()])
  })

  afterAll(async () => {
    await Promise.all([web.end(), service.end()])
    await database.drop()
  })

  const updateNothing = (table: string) => `UPDATE ${table} SET organization_id = NULL WHERE false`

  it.each(SERVICE_TABLES)('keeps web from writing %s', async (table) => {
    await expect(web.query(`DELETE FROM ${table} WHERE false`)).rejects.toMatchObject(PERMISSION_DENIED)
    await expect(web.query(`INSERT INTO ${table} DEFAULT VALUES`)).rejects.toMatchObject(PERMISSION_DENIED)
    const update =
      table === 'platform_roots' ? `UPDATE ${table} SET key_id = NULL WHERE false` : updateNothing(table)
    await expect(web.query(update)).rejects.toMatchObject(PERMISSION_DENIED)
  })

  it('keeps wrapped keys and token hashes from web’s eyes', async () => {
    await expect(web.query('SELECT wrapped FROM share_wraps')).rejects.toMatchObject(PERMISSION_DENIED)
    await expect(web.query('SELECT wrapped FROM data_key_versions')).rejects.toMatchObject(PERMISSION_DENIED)
    await expect(web.query('SELECT token_hash FROM service_tokens')).rejects.toMatchObject(PERMISSION_DENIED)
  })

  it('lets web see tokens and make none, and the service revoke them but not widen them', async () => {
    await expect(web.query('SELECT name, last_four FROM service_tokens')).resolves.toMatchObject({ rows: [] })
    for (const [program, change] of [
      [web, 'INSERT INTO service_tokens DEFAULT VALUES'],
      [web, 'UPDATE service_tokens SET revoked_at = NULL WHERE false'],
      [web, 'DELETE FROM service_tokens WHERE false'],
      [web, 'INSERT INTO platform_audit_entries DEFAULT VALUES'],
      [service, "UPDATE service_tokens SET decrypt_classes = '{}' WHERE false"],
      [service, 'UPDATE service_tokens SET organization_id = NULL WHERE false'],
      [service, 'UPDATE service_tokens SET expires_at = NULL WHERE false'],
      [service, 'DELETE FROM service_tokens WHERE false'],
      [service, 'DELETE FROM platform_audit_entries WHERE false'],
    ] as const) {
      await expect(program.query(change), change).rejects.toMatchObject(PERMISSION_DENIED)
    }
    await expect(
      service.query('UPDATE service_tokens SET revoked_at = now() WHERE false'),
    ).resolves.toMatchObject({ rowCount: 0 })
  })

  it('keeps the job queue to the encryption service', async () => {
    await expect(web.query('SELECT * FROM graphile_worker.jobs')).rejects.toMatchObject(PERMISSION_DENIED)
    await expect(service.query('SELECT * FROM graphile_worker.jobs')).resolves.toMatchObject({ rows: [] })
  })

  it('lets neither program change the tables themselves', async () => {
    for (const program of [web, service]) {
      await expect(program.query('ALTER TABLE fences ADD COLUMN x int')).rejects.toMatchObject(
        PERMISSION_DENIED,
      )
      await expect(program.query('CREATE TABLE x ()')).rejects.toMatchObject(PERMISSION_DENIED)
    }
  })
})
