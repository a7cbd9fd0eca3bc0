import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { inject } from 'vitest'

/** A migrated database of a test file's own, by who logs in. */
export interface TestDatabase {
  ownerUrl: string
  webUrl: string
  serviceUrl: string
  /** Removes it, ending what is still connected. */
  drop(): Promise<void>
}

/** Makes an empty, migrated database in a quarter of a second. For tests under tests/integration. */
export async function testDatabase(): Promise<TestDatabase> {
  const template = inject('templateDatabase')
  const name = `test_${randomBytes(8).toString('hex')}`
  const urlOf = (url: string) => withDatabase(url, name)
  await runAsOwner(
    template.owner,
    `CREATE DATABASE ${name} TEMPLATE ${new URL(template.owner).pathname.slice(1)}`,
  )
  return {
    ownerUrl: urlOf(template.owner),
    webUrl: urlOf(template.web),
    serviceUrl: urlOf(template.service),
    drop: () => runAsOwner(template.owner, `DROP DATABASE ${name} WITH (FORCE)`),
  }
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}

/** From another database: nobody may be connected to a template, or to what is dropped. */
async function runAsOwner(templateUrl: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: withDatabase(templateUrl, 'postgres') })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
