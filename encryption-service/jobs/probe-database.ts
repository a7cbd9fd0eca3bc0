import { isIP, Socket } from 'node:net'
import pg from 'pg'
import { z } from 'zod'
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
/** Time limits for a server that is not what it says it is: for everything, and for its goodbye. */
const TOTAL_TIMEOUT_MS = 20_000
const GOODBYE_TIMEOUT_MS = 500
const MAX_ANSWER_BYTES = 1 << 20
const MAX_TABLES = 2_000

const TABLES = `
  SELECT table_schema AS schema, table_name AS name FROM information_schema.tables
  WHERE table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, 2 LIMIT ${MAX_TABLES}`

/** What such a server sends is taken for nothing but names. */
const tableRows = z
  .array(z.object({ schema: z.string().max(256), name: z.string().max(256) }))
  .max(MAX_TABLES)

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
  const servername = isIP(target.host) ? undefined : target.host
  const read = async (ssl: pg.ClientConfig['ssl']) => {
    const { port, database, username: user } = target
    const timeouts = { connectionTimeoutMillis: CONNECT_TIMEOUT_MS, query_timeout: QUERY_TIMEOUT_MS }
    const socket = new Socket()
    const stream = () => socket
    const client = new pg.Client({ host: address, port, database, user, password, ssl, stream, ...timeouts })
    client.on('error', ignoreLateErrors)
    const stopWatching = boundAnswers(socket)
    try {
      await client.connect()
      const { rows } = await client.query(TABLES)
      return groupBySchema(tableRows.parse(rows))
    } finally {
      stopWatching()
      await leave(client, socket)
    }
  }
  return read({ rejectUnauthorized: verify, servername }).catch((error: unknown) => {
    if (verify || !isWithoutTls(error)) throw error
    return read(false)
  })
}

/** Cuts the line when the server takes too long as a whole, or doesn't stop sending. */
function boundAnswers(socket: Socket): () => void {
  const cut = (why: string) => socket.destroy(new Error(why))
  const deadline = setTimeout(cut, TOTAL_TIMEOUT_MS, 'timeout of the whole probe')
  const meter = setInterval(() => {
    if (socket.bytesRead > MAX_ANSWER_BYTES) cut('the server does not stop sending')
  }, 20)
  return () => {
    clearTimeout(deadline)
    clearInterval(meter)
  }
}

/** Says goodbye, and leaves even when the server won't let go. */
async function leave(client: pg.Client, socket: Socket): Promise<void> {
  const hurry = setTimeout(() => socket.destroy(), GOODBYE_TIMEOUT_MS)
  await client.end()
  clearTimeout(hurry)
  socket.destroy()
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
