import path from 'node:path'
import { Client } from 'pg'
import type { Environment } from '../../lib/env/read-settings'
import { type ProgramUrls, prepareDatabaseRoles } from '../lib/database-roles'
import { migrate } from '../lib/migrations'
import { type PostgresServer, startPostgres } from '../lib/postgres'
import type { PrivateJson } from '../lib/private-json'
import { Problem } from '../lib/problem.mjs'
import { step } from '../lib/steps.mjs'
import type { Plan } from './plan'
import { rememberedPort } from './ports'

const DATABASE = 'latchkey'
const OWNER = 'latchkey_owner'

export interface Database {
  ownerUrl: string
  urls: ProgramUrls
  /** The embedded server; undefined when the database is somebody else's. */
  server?: PostgresServer
}

/**
 * Starts or reaches the database, brings it up to date and lets both programs in.
 * @param onServer told of the embedded server as soon as it runs
 * @throws Problem
 */
export async function openDatabase(
  plan: Plan,
  environment: Environment,
  onServer: (server: PostgresServer) => void,
): Promise<Database> {
  const embedded = !environment.DATABASE_URL
  const server = embedded ? await step('Start PostgreSQL', () => startEmbedded(plan)) : undefined
  if (server) onServer(server)
  const ownerUrl = environment.DATABASE_URL || (await makeOwner(server, plan.kept))
  const owner = await connect(ownerUrl)
  try {
    await step('Bring the database up to date', () => migrate(owner, ownerUrl))
    const given = { web: environment.WEB_DATABASE_URL, service: environment.SERVICE_DATABASE_URL }
    const urls = await prepareDatabaseRoles(owner, ownerUrl, given, plan.kept)
    return { ownerUrl, urls, server }
  } finally {
    await owner.end()
  }
}

const startEmbedded = (plan: Plan) =>
  startPostgres({
    dataFolder: path.join(plan.dataFolder, 'postgres'),
    choosePort: () => rememberedPort(plan.kept, 'PostgreSQL'),
    password: plan.kept.getOrMake('password of PostgreSQL'),
  })

/** The demo's database belongs to an ordinary login, as it would on a server of somebody else. */
async function makeOwner(server: PostgresServer | undefined, kept: PrivateJson): Promise<string> {
  if (server === undefined) throw new Problem('There is no database: set DATABASE_URL.')
  const password = kept.getOrMake('password of the database owner')
  const admin = await connect(server.adminUrl())
  try {
    const known = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE])
    if (known.rowCount === 0) {
      await admin.query(
        `CREATE ROLE ${OWNER} LOGIN CREATEROLE CREATEDB PASSWORD ${admin.escapeLiteral(password)}`,
      )
      await admin.query(`CREATE DATABASE ${DATABASE} OWNER ${OWNER}`)
    }
  } finally {
    await admin.end()
  }
  const url = new URL(server.adminUrl(DATABASE))
  url.username = OWNER
  url.password = password
  return url.href
}

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  try {
    await client.connect()
  } catch (cause) {
    const reason =
      cause instanceof Error ? cause.message || (cause as { code?: string }).code : 'no reason given'
    throw new Problem(
      `The database does not let us in (${reason}): check DATABASE_URL if you gave it, else move the data folder away to start afresh.`,
      {
        cause,
      },
    )
  }
  return client
}
