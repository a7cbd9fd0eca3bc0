import { Client } from 'pg'
import type { PrivateJson } from './private-json'
import { Problem } from './problem.mjs'

const PROGRAMS = {
  web: { group: 'latchkey_web', setting: 'WEB_DATABASE_URL' },
  service: { group: 'latchkey_service', setting: 'SERVICE_DATABASE_URL' },
}
const QUEUE_SCHEMA = 'graphile_worker'
const INSUFFICIENT_PRIVILEGE = '42501'

type Program = keyof typeof PROGRAMS

/** The database URL of each program. */
export type ProgramUrls = Record<Program, string>

/**
 * Gives each program its own way into the migrated database: the login behind the URL that was given is
 * made a member of the program's group role; without a URL a login is made, its password kept in `secrets`.
 * @param owner connected as the owner of the database
 * @throws Problem when a URL doesn't work, or the owner may not grant its login what it needs
 */
export async function prepareDatabaseRoles(
  owner: Client,
  ownerUrl: string,
  given: Partial<ProgramUrls>,
  secrets: PrivateJson,
): Promise<ProgramUrls> {
  await grantQueue(owner)
  const urlOf = async (program: Program) => {
    const url = given[program]
    if (url === undefined) return makeLogin(owner, ownerUrl, program, secrets)
    await admitLogin(owner, url, program)
    return url
  }
  return { web: await urlOf('web'), service: await urlOf('service') }
}

/** The queue's library makes its own schema, so its grants can't stand in a migration of ours. */
async function grantQueue(owner: Client): Promise<void> {
  const { group } = PROGRAMS.service
  const kinds = ['TABLES', 'SEQUENCES', 'FUNCTIONS']
  const grants = kinds.flatMap((kind) => [
    `GRANT ALL ON ALL ${kind} IN SCHEMA ${QUEUE_SCHEMA} TO ${group}`,
    `ALTER DEFAULT PRIVILEGES IN SCHEMA ${QUEUE_SCHEMA} GRANT ALL ON ${kind} TO ${group}`,
  ])
  await owner.query([`GRANT USAGE ON SCHEMA ${QUEUE_SCHEMA} TO ${group}`, ...grants].join(';\n'))
  await admitToRows(owner, group)
}

/** The queue's tables have row level security without a policy, which shuts out everybody but their owner. */
async function admitToRows(owner: Client, group: string): Promise<void> {
  const { rows } = await owner.query<{ tablename: string }>(
    `SELECT tablename FROM pg_tables t WHERE schemaname = $1 AND rowsecurity AND NOT EXISTS (
       SELECT 1 FROM pg_policies p WHERE p.schemaname = t.schemaname AND p.tablename = t.tablename AND policyname = $2)`,
    [QUEUE_SCHEMA, group],
  )
  for (const { tablename } of rows) {
    const table = `${QUEUE_SCHEMA}.${owner.escapeIdentifier(tablename)}`
    await owner.query(`CREATE POLICY ${group} ON ${table} TO ${group} USING (true) WITH CHECK (true)`)
  }
}

/** Roles belong to the whole server, so a login carries its database's name: two databases never share one. */
async function makeLogin(owner: Client, ownerUrl: string, program: Program, secrets: PrivateJson) {
  const { group, setting } = PROGRAMS[program]
  const url = new URL(ownerUrl)
  const login = `${group}_login_${decodeURIComponent(url.pathname.slice(1))}`.slice(0, 63)
  const password = secrets.getOrMake(`${setting} password of ${login}`)
  const known = await owner.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [login])
  const verb = known.rowCount === 0 ? 'CREATE' : 'ALTER'
  try {
    await owner.query(
      `${verb} ROLE ${owner.escapeIdentifier(login)} LOGIN PASSWORD ${owner.escapeLiteral(password)}`,
    )
    await owner.query(`GRANT ${group} TO ${owner.escapeIdentifier(login)}`)
  } catch (error) {
    if ((error as { code?: string }).code !== INSUFFICIENT_PRIVILEGE) throw error
    throw new Problem(
      `The owner of the database may not make roles: grant it CREATEROLE, or make a login in the role ${group} and give its URL in ${setting}.`,
      { cause: error },
    )
  }
  url.username = login
  url.password = password
  return url.href
}

async function admitLogin(owner: Client, url: string, program: Program): Promise<void> {
  const { group, setting } = PROGRAMS[program]
  const login = await askAs<string>(url, setting, 'SELECT current_user AS answer')
  const membership = await owner.query(`SELECT pg_has_role($1, $2, 'USAGE') AS granted`, [login, group])
  if (!membership.rows[0].granted) {
    try {
      await owner.query(`GRANT ${group} TO ${owner.escapeIdentifier(login)}`)
    } catch (cause) {
      const advice = `run GRANT ${group} TO "${login}"`
      throw new Problem(`The login in ${setting} needs the role ${group}: ${advice}.`, { cause })
    }
  }
  if (program === 'web') await refuseUnbound(url, setting)
}

/** A login that may more than web would not be held to the sessions of people. */
async function refuseUnbound(url: string, setting: string): Promise<void> {
  if (await askAs<boolean>(url, setting, 'SELECT latchkey_is_web() AS answer')) return
  throw new Problem(
    `The login in ${setting} may do what the owner or the encryption service may: give web one of its own.`,
  )
}

/** One answer from the database, asked through a program's own URL. @throws Problem */
async function askAs<T>(url: string, setting: string, question: string): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  try {
    await client.connect()
    return (await client.query(question)).rows[0].answer
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'no reason given'
    throw new Problem(`${setting} does not let us in (${reason}): correct it, then start again.`, { cause })
  } finally {
    await client.end()
  }
}
