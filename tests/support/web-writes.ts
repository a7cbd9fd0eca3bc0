import { randomUUID } from 'node:crypto'
import type { Person, WebIntruder } from './web-intruder'

const DAY_MS = 24 * 3_600_000

export type Statement = [text: string, values: unknown[]]
type Row = Record<string, unknown>

/** Inserts a row and gives it back as it then stands. */
export const insert = (table: string, row: Row): Statement => {
  const columns = Object.keys(row)
  const places = columns.map((_, index) => `$${index + 1}`)
  return [
    `INSERT INTO ${table} (${columns}) VALUES (${places}) RETURNING *`,
    columns.map((name) => row[name]),
  ]
}
/** Rows as web would write them for a person; `more` says what is otherwise. */
export function writesOf({ own, ids }: Pick<WebIntruder, 'own' | 'ids'>) {
  const job = (by: Person, more: Row = {}) =>
    insert('jobs', {
      id: randomUUID(),
      organization_id: own,
      kind: 'check-now',
      requested_by: ids[by],
      ...more,
    })
  const entry = (by: Person | null, more: Row = {}) =>
    insert('audit_entries', {
      id: randomUUID(),
      organization_id: own,
      actor_id: by && ids[by],
      actor_name: 'Somebody else',
      action: 'connection.removed',
      ...more,
    })
  const request = (by: Person, more: Row = {}) =>
    insert('rotation_requests', {
      id: randomUUID(),
      organization_id: own,
      reason: 'yearly',
      new_key_id: 'a key',
      requested_by: ids[by],
      expires_at: new Date(Date.now() + DAY_MS),
      ...more,
    })
  const connection = (more: Row = {}) =>
    insert('connections', {
      id: randomUUID(),
      organization_id: own,
      name: randomUUID(),
      host: 'a.example',
      port: 5432,
      database: 'd',
      username: 'u',
      verify_tls: true,
      credential: Buffer.alloc(64),
      ...more,
    })
  return { job, entry, request, connection }
}
