import type { Catalog } from '../catalog'
import { CONNECTION_OUTCOMES, type ConnectionOutcome } from '../jobs'
import type { JobView } from './job'

/** A connection as lists show it; times are ISO strings. */
export interface ConnectionRow {
  id: string
  name: string
  host: string
  port: number
  database: string
  username: string
  verifyTls: boolean
  lastTestAt: string | null
  lastTestCode: string | null
}

/** One page of connections, with the names to turn by: the page before ends before `previous`. */
export interface ConnectionPage {
  connections: ConnectionRow[]
  /** how many there are that match the search */
  matches: number
  previous: string | null
  next: string | null
}

/** What is known of a database's schemas: nothing yet, their names, or why they can't be shown. */
export type CatalogView =
  | { state: 'none' }
  | { state: 'open'; schemas: Catalog }
  | { state: 'closed'; code: string; message: string; fix: string }

/** Everything that a connection's page shows. */
export interface ConnectionDetails extends ConnectionRow {
  /** changes with each change of the connection; a form sends back the one that it was filled from */
  revision: string
  createdAt: string
  updatedAt: string
  catalog: CatalogView
  /** the newest test, when there was one; the outcome of an ended one stands in the row */
  test: JobView | null
}

/** What a new connection may be filled with, and what the operator allows. */
export interface ConnectionFormOptions {
  unverifiedTlsAllowed: boolean
  demoDatabase: { host: string; port: number; database: string; user: string; password: string } | null
}

/** Whether a stored code is an outcome of a test that this version knows. */
export function isConnectionOutcome(code: string | null): code is ConnectionOutcome {
  return code !== null && code in CONNECTION_OUTCOMES
}
