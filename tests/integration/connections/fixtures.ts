import { randomUUID } from 'node:crypto'
import type { CreateConnection } from '@/lib/use-cases/connections/create'
import type { UpdateConnection } from '@/lib/use-cases/connections/update'

export const PASSWORD = 'correct horse battery staple'

const FIELDS = {
  host: 'db.example.com',
  port: 5432,
  database: 'app',
  username: 'reader',
  verifyTls: true,
  password: PASSWORD,
}

/** A connection that nobody has sent yet. */
export function newConnection(changes: Partial<CreateConnection> = {}): CreateConnection {
  return { submissionId: randomUUID(), name: `Warehouse ${randomUUID()}`, ...FIELDS, ...changes }
}

/** The form of an existing connection, sent back with some changes and without its password. */
export function changed(
  connection: CreateConnection & { id: string; revision: string },
  changes: Partial<UpdateConnection>,
): UpdateConnection {
  const { name, host, port, database, username, verifyTls, id, revision } = connection
  const fields = { name, host, port, database, username, verifyTls }
  return { submissionId: randomUUID(), id, revision, ...fields, password: '', ...changes }
}
