import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { runMigrations } from 'graphile-worker'
import type { Client } from 'pg'
import { runNode } from './commands'

const FOLDER = 'prisma/migrations'

/** The names of the migrations that the database hasn't finished yet. */
async function pendingMigrations(client: Client): Promise<string[]> {
  const names = readdirSync(FOLDER).filter((name) => existsSync(path.join(FOLDER, name, 'migration.sql')))
  const table = await client.query(`SELECT to_regclass('public._prisma_migrations') IS NOT NULL AS exists`)
  if (!table.rows[0].exists) return names
  const finished = await client.query(
    'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
  )
  const done = new Set(finished.rows.map((row) => row.migration_name))
  return names.filter((name) => !done.has(name))
}

/**
 * Brings the database up to date as its owner: the job queue's own schema first, as the first migration
 * refers to it, then ours. Prisma's CLI takes a second to start, so it only runs when something is pending.
 * @throws Problem with Prisma's own words when a migration fails
 */
export async function migrate(client: Client, ownerUrl: string): Promise<void> {
  await runMigrations({ connectionString: ownerUrl, logger: await quietLogger() })
  if ((await pendingMigrations(client)).length === 0) return
  await runNode(['node_modules/prisma/build/index.js', 'migrate', 'deploy'], { DATABASE_URL: ownerUrl })
}

async function quietLogger() {
  const { Logger } = await import('graphile-worker')
  return new Logger(() => (level, message) => {
    if (level === 'error' || level === 'warning') console.error(message)
  })
}
