import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Client } from 'pg'
import { prepareDatabaseRoles } from '../../scripts/lib/database-roles'
import { migrate } from '../../scripts/lib/migrations'
import { findFreePort } from '../../scripts/lib/ports.mjs'
import { startPostgres } from '../../scripts/lib/postgres'
import { generateSecret, PrivateJson } from '../../scripts/lib/private-json'

const OWNER = 'latchkey_owner'
const TEMPLATE = 'latchkey_template'

/** URLs of the migrated template, by who logs in. */
export interface TemplateUrls {
  owner: string
  web: string
  service: string
}

/** A migrated database of somebody's own, by who logs in. */
export interface TestDatabase {
  ownerUrl: string
  webUrl: string
  serviceUrl: string
  /** Removes it, ending what is still connected. */
  drop(): Promise<void>
}

/** Starts a PostgreSQL of its own with a migrated database to take copies of; it leaves nothing when stopped. */
export async function startTemplateDatabase(): Promise<{ urls: TemplateUrls; stop(): Promise<void> }> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'latchkey-test-'))
  chmodSync(folder, 0o755) // run by root, the server has another account, which must get in
  const server = await startPostgres({
    dataFolder: path.join(folder, 'postgres'),
    choosePort: findFreePort,
    password: generateSecret(),
    // Nothing here needs to outlive a crash; and an owner may not drop a database that is just being vacuumed.
    settings: { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', autovacuum: 'off' },
  })
  const ownerUrl = new URL(server.adminUrl(TEMPLATE))
  ownerUrl.username = OWNER
  ownerUrl.password = generateSecret()
  await withClient(server.adminUrl(), async (admin) => {
    const password = admin.escapeLiteral(ownerUrl.password)
    await admin.query(`CREATE ROLE ${OWNER} LOGIN CREATEROLE CREATEDB PASSWORD ${password}`)
    await admin.query(`CREATE DATABASE ${TEMPLATE} OWNER ${OWNER}`)
  })
  const urls = await withClient(ownerUrl.href, async (owner) => {
    await migrate(owner, ownerUrl.href)
    const secrets = new PrivateJson(path.join(folder, 'secrets.json'))
    return prepareDatabaseRoles(owner, ownerUrl.href, {}, secrets)
  })
  return {
    urls: { owner: ownerUrl.href, ...urls },
    async stop() {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Makes an empty, migrated database in a quarter of a second. */
export async function copyDatabase(template: TemplateUrls): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`
  const urlOf = (url: string) => withDatabase(url, name)
  // From another database: nobody may be connected to a template, or to what is dropped.
  const asOwner = (sql: string) =>
    withClient(withDatabase(template.owner, 'postgres'), (client) => client.query(sql))
  await asOwner(`CREATE DATABASE ${name} TEMPLATE ${new URL(template.owner).pathname.slice(1)}`)
  return {
    ownerUrl: urlOf(template.owner),
    webUrl: urlOf(template.web),
    serviceUrl: urlOf(template.service),
    async drop() {
      await asOwner(`DROP DATABASE ${name} WITH (FORCE)`)
    },
  }
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
