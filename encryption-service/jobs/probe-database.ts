import { isIP } from 'node:net'
import pg from 'pg'
import type { Catalog } from '@/lib/domain/catalog'
import type { ConnectionTarget } from '@/lib/domain/connection-binding'
import type { ConnectionOutcome } from '@/lib/domain/jobs'
import { HostRefused, reachableAddress } from './reachable-address'

/** What the operator allows of connections. */
export interface ConnectionPolicy {
  allowedHosts: readonly string[]
  allowUnverifiedTls: boolean
}

const CONNECT_TIMEOUT_MS = 5_000
const QUERY_TIMEOUT_MS = 5_000
const MAX_TABLES = 2_000

const TABLES = `
  SELECT table_schema AS schema, table_name AS name FROM information_schema.tables
  WHERE table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, 2 LIMIT ${MAX_TABLES}`

type ProbeResult =
  | { outcome: 'connected'; catalog: Catalog }
  | { outcome: Exclude<ConnectionOutcome, 'connected'> }

/** Really connects to a database and lists its schemas and tables. Only the outcome leaves this function. */
export async function probeDatabase(
  target: ConnectionTarget & { verifyTls: boolean },
  password: string,
  policy: ConnectionPolicy,
): Promise<ProbeResult> {
  try {
    const address = await reachableAddress(target.host, target.port, policy.allowedHosts)
    return { outcome: 'connected', catalog: await readCatalog(target, address, password, policy) }
  } catch (error) {
    return { outcome: outcomeOf(error) }
  }
}

async function readCatalog(
  target: ConnectionTarget & { verifyTls: boolean },
  address: string,
  password: string,
  policy: ConnectionPolicy,
): Promise<Catalog> {
  const verify = target.verifyTls || !policy.allowUnverifiedTls
  const open = async (ssl: pg.ClientConfig['ssl']) => {
    const { port, database, username: user } = target
    const timeouts = { connectionTimeoutMillis: CONNECT_TIMEOUT_MS, query_timeout: QUERY_TIMEOUT_MS }
    const client = new pg.Client({ host: address, port, database, user, password, ssl, ...timeouts })
    client.on('error', ignoreLateErrors)
    await client.connect()
    return client
  }
  const servername = isIP(target.host) ? undefined : target.host
  const client = await open({ rejectUnauthorized: verify, servername }).catch((error: unknown) => {
    if (verify || !isWithoutTls(error)) throw error
    return open(false)
  })
  try {
    const { rows } = await client.query<{ schema: string; name: string }>(TABLES)
    return groupBySchema(rows)
  } finally {
    await client.end()
  }
}

function groupBySchema(rows: { schema: string; name: string }[]): Catalog {
  const schemas = new Map<string, string[]>()
  for (const { schema, name } of rows) schemas.set(schema, [...(schemas.get(schema) ?? []), name])
  return [...schemas].map(([schema, tables]) => ({ schema, tables }))
}

/** A connection that breaks after its outcome is known changes nothing; unheard, it would end the process. */
function ignoreLateErrors() {
  return undefined
}

function isWithoutTls(error: unknown): boolean {
  return error instanceof Error && error.message === 'The server does not support SSL connections'
}

const BY_CODE: Record<string, Exclude<ConnectionOutcome, 'connected'>> = {
  '28P01': 'wrong_password',
  '28000': 'wrong_password',
  '3D000': 'no_such_database',
  ECONNREFUSED: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ECONNRESET: 'unreachable',
  ETIMEDOUT: 'timeout',
}

function outcomeOf(error: unknown): Exclude<ConnectionOutcome, 'connected'> {
  if (error instanceof HostRefused) return error.outcome
  const { code, message } = error as { code?: unknown; message?: unknown }
  if (typeof code === 'string' && BY_CODE[code]) return BY_CODE[code]
  if (isWithoutTls(error) || /certificate|CERT|SSL|TLS/.test(`${code} ${message}`)) return 'tls_refused'
  return /timeout/i.test(String(message)) ? 'timeout' : 'database_error'
}
