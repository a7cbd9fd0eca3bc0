import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Client } from 'pg'
import type { TestProject } from 'vitest/node'
import { prepareDatabaseRoles } from '../../scripts/lib/database-roles'
import { migrate } from '../../scripts/lib/migrations'
import { findFreePort } from '../../scripts/lib/ports.mjs'
import { startPostgres } from '../../scripts/lib/postgres'
import { generateSecret, PrivateJson } from '../../scripts/lib/private-json'

const OWNER = 'latchkey_owner'
const TEMPLATE = 'latchkey_template'

declare module 'vitest' {
  interface ProvidedContext {
    /** URLs of the migrated template, by who logs in. */
    templateDatabase: { owner: string; web: string; service: string }
  }
}

/** One PostgreSQL for the whole run, with a migrated database that each test file takes a copy of. */
export default async function setUpPostgres(project: TestProject) {
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
  await withClient(ownerUrl.href, async (owner) => {
    await migrate(owner, ownerUrl.href)
    const secrets = new PrivateJson(path.join(folder, 'secrets.json'))
    const urls = await prepareDatabaseRoles(owner, ownerUrl.href, {}, secrets)
    project.provide('templateDatabase', { owner: ownerUrl.href, ...urls })
  })
  return async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function withClient(url: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
