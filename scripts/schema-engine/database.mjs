import pg from 'pg'

/** An address nothing listens at, for commands that need no database. */
export const NO_DATABASE = 'postgresql://127.0.0.1:1/none'

const ALREADY_THERE = ['42P04', '23505'] // duplicate_database, or unique_violation when two processes race
const PRISMA_CODES = { '3D000': 'P1003', '28P01': 'P1000', ECONNREFUSED: 'P1001', ENOTFOUND: 'P1001' }

/** Prisma's code for an error of pg, or undefined. */
export const errorCode = (error) => PRISMA_CODES[error.code]

/**
 * Splits a Prisma URL into the schema and the fields pg wants. Fields and not a connectionString: pg lets
 * a connectionString win over `database`, so a shadow database would turn out to be the real one.
 */
export function parseUrl(text) {
  const url = new URL(text)
  const sslMode = url.searchParams.get('sslmode')
  const connection = {
    host: url.searchParams.get('host') ?? (url.hostname || 'localhost'),
    port: Number(url.port || 5432),
    user: decodeURIComponent(url.username) || undefined,
    password: decodeURIComponent(url.password) || undefined,
    database: decodeURIComponent(url.pathname.slice(1)),
    ssl: sslMode && sslMode !== 'disable' ? { rejectUnauthorized: sslMode.startsWith('verify') } : undefined,
    max: 4,
  }
  return { schema: url.searchParams.get('schema') ?? 'public', connection }
}

async function withClient(connection, work) {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Connects and leaves again; throws pg's error when it can't. */
export const canConnect = (url) => withClient(parseUrl(url).connection, async () => undefined)

/** Creates the URL's database, unless it is there; returns its name. */
export async function createDatabase(url) {
  const { connection } = parseUrl(url)
  await withClient({ ...connection, database: 'postgres' }, async (client) => {
    try {
      await client.query(`CREATE DATABASE ${client.escapeIdentifier(connection.database)}`)
    } catch (error) {
      if (!ALREADY_THERE.includes(error.code)) throw error
    }
  })
  return connection.database
}
