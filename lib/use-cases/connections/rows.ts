import type { ConnectionRow } from '@/lib/domain/views/connections'
import type { findConnection } from '@/lib/store/connections'

type Stored = Omit<NonNullable<Awaited<ReturnType<typeof findConnection>>>, 'catalog'>

/** A stored connection as lists show it. */
export function toRow(stored: Stored): ConnectionRow {
  const { id, name, host, port, database, username, verifyTls, lastTestCode } = stored
  const lastTestAt = stored.lastTestAt?.toISOString() ?? null
  return { id, name, host, port, database, username, verifyTls, lastTestCode, lastTestAt }
}
