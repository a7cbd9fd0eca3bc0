import type { DataContext } from './encryption-core'

/** The parts of a connection that its credential is bound to: it opens for this server, database and user only. */
export interface ConnectionTarget {
  host: string
  port: number
  database: string
  username: string
}

/** Their names, in the order in which they stand in the binding. */
const TARGET_FIELDS = ['host', 'port', 'database', 'username'] as const

/** Whether two versions of a connection lead somewhere else, so that the credential has to be given again. */
export function leadsElsewhere(before: ConnectionTarget, after: ConnectionTarget): boolean {
  return TARGET_FIELDS.some((field) => before[field] !== after[field])
}

/** Where a connection's credential (the password) lives. */
export function credentialContext(
  organization: string,
  connection: ConnectionTarget & { id: string },
): DataContext {
  return {
    organization,
    dataClass: 'secrets_and_credentials',
    object: connection.id,
    field: 'credential',
    bind: TARGET_FIELDS.map((field) => String(connection[field])),
  }
}

/** Where the names of the schemas and tables that a connection test found live. */
export function catalogContext(organization: string, connectionId: string): DataContext {
  return { organization, dataClass: 'platform_metadata', object: connectionId, field: 'catalog' }
}
