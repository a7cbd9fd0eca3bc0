import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prepareDatabaseRoles } from '../../../scripts/lib/database-roles'
import { migrate } from '../../../scripts/lib/migrations'
import { PrivateJson } from '../../../scripts/lib/private-json'
import { type TestDatabase, testDatabase } from '../../support/database'

describe('the logins of both programs', () => {
  const login = `of_the_operator_${randomBytes(4).toString('hex')}`
  let database: TestDatabase
  let owner: Client
  let folder: string
  let secrets: PrivateJson

  beforeAll(async () => {
    database = await testDatabase()
    owner = new Client({ connectionString: database.ownerUrl })
    await owner.connect()
    await owner.query(`CREATE ROLE ${login} LOGIN PASSWORD 'chosen'`)
    folder = mkdtempSync(path.join(os.tmpdir(), 'latchkey-logins-'))
    secrets = new PrivateJson(path.join(folder, 'secrets.json'))
  })
  afterAll(async () => {
    await owner.query(`DROP ROLE ${login}`)
    await owner.end()
    await database.drop()
    rmSync(folder, { recursive: true, force: true })
  })

  const givenUrl = (password = 'chosen') => {
    const url = new URL(database.ownerUrl)
    url.username = login
    url.password = password
    return url.href
  }

  async function whoami(url: string): Promise<string> {
    const client = new Client({ connectionString: url })
    await client.connect()
    try {
      return (await client.query('SELECT current_user AS me')).rows[0].me
    } finally {
      await client.end()
    }
  }

  it('are made when none are given, named after the database, and the same at the next start', async () => {
    const first = await prepareDatabaseRoles(owner, database.ownerUrl, {}, secrets)
    const name = new URL(database.ownerUrl).pathname.slice(1)
    expect(await whoami(first.web)).toBe(`latchkey_web_login_${name}`)
    expect(await whoami(first.service)).toBe(`latchkey_service_login_${name}`)
    expect(await prepareDatabaseRoles(owner, database.ownerUrl, {}, new PrivateJson(secrets.file))).toEqual(
      first,
    )
  })

  it('are taken when given, and admitted to their role', async () => {
    const urls = await prepareDatabaseRoles(owner, database.ownerUrl, { web: givenUrl() }, secrets)
    expect(urls.web).toBe(givenUrl())
    const member = await owner.query(`SELECT pg_has_role($1, 'latchkey_web', 'USAGE') AS yes`, [login])
    expect(member.rows).toEqual([{ yes: true }])
  })

  it('are refused with the setting’s name when they don’t open', async () => {
    const given = { service: givenUrl('wrong') }
    await expect(prepareDatabaseRoles(owner, database.ownerUrl, given, secrets)).rejects.toThrow(
      /^SERVICE_DATABASE_URL/,
    )
  })

  it('are refused for web when they may more than web', async () => {
    const { service } = await prepareDatabaseRoles(owner, database.ownerUrl, {}, secrets)
    for (const web of [database.ownerUrl, service]) {
      const refused = prepareDatabaseRoles(owner, database.ownerUrl, { web }, secrets)
      await expect(refused).rejects.toThrow(/WEB_DATABASE_URL may do what the owner/)
    }
  })

  it('find nothing to migrate the second time', async () => {
    await expect(migrate(owner, database.ownerUrl)).resolves.toBeUndefined()
  })
})
