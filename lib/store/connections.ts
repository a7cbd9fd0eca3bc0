import { translating } from './problems'
import type { OrganizationScope } from './scope'

const VISIBLE = {
  id: true,
  name: true,
  host: true,
  port: true,
  database: true,
  username: true,
  verifyTls: true,
  lastTestAt: true,
  lastTestCode: true,
  createdAt: true,
  updatedAt: true,
} as const

/** Those whose name or host contains a text; letters count alike in either case. */
function matching(search: string | undefined) {
  if (!search) return {}
  // The signs that LIKE gives a meaning stand for themselves here.
  const contains = { contains: search.replace(/[\\%_]/g, '\\$&'), mode: 'insensitive' } as const
  return { OR: [{ name: contains }, { host: contains }] }
}

/** Connections by name, after one or before one; a negative `take` counts from the end. */
export function listConnections(
  { db }: OrganizationScope,
  page: { after?: string; before?: string; search?: string; take: number },
) {
  return db.connection.findMany({
    where: { name: { gt: page.after, lt: page.before }, ...matching(page.search) },
    select: VISIBLE,
    orderBy: { name: 'asc' },
    take: page.take,
  })
}

/** How many connections there are, or match a search. */
export function countConnections({ db }: OrganizationScope, search?: string) {
  return db.connection.count({ where: matching(search) })
}

/** A connection without its ciphertexts; null when the organization has none by that id. */
export function findConnection({ db }: OrganizationScope, id: string) {
  return db.connection.findUnique({ where: { id }, select: { ...VISIBLE, catalog: true } })
}

/** A connection with its credential's ciphertext. */
export function findConnectionSecret({ db }: OrganizationScope, id: string) {
  return db.connection.findUnique({ where: { id } })
}

/** What the parts of a connection are that its credential is bound to, and the rest. */
export interface ConnectionFields {
  name: string
  host: string
  port: number
  database: string
  username: string
  verifyTls: boolean
}

/** Adds a connection; its credential is encrypted already. */
export async function insertConnection(
  { db, organizationId }: OrganizationScope,
  row: ConnectionFields & { id: string; credential: Uint8Array<ArrayBuffer> },
) {
  await db.connection.create({ data: { ...row, organizationId }, select: { id: true } })
}

/** Changes a connection that is still as it was at `unchangedSince`; false when it isn't. */
export async function updateConnection(
  { db }: OrganizationScope,
  { id, unchangedSince }: { id: string; unchangedSince: Date },
  row: ConnectionFields & {
    credential?: Uint8Array<ArrayBuffer>
    catalog?: null
    lastTestAt?: null
    lastTestCode?: null
    updatedAt: Date
  },
): Promise<boolean> {
  const where = { id, updatedAt: unchangedSince }
  const { count } = await db.connection.updateMany({ where, data: row })
  return count > 0
}

/** Removes a connection; true when there was one. */
export async function deleteConnection({ db }: OrganizationScope, id: string): Promise<boolean> {
  const { count } = await db.connection.deleteMany({ where: { id } })
  return count > 0
}

/**
 * Keeps the outcome of a test of a connection that is still as it was at `unchangedSince`; false when it isn't,
 * so that nothing is said of another server than the one that was reached. The catalog stays as it is unless a
 * new one was read.
 */
export async function recordTest(
  { db }: OrganizationScope,
  { id, unchangedSince }: { id: string; unchangedSince: Date },
  outcome: { lastTestAt: Date; lastTestCode: string; catalog?: Uint8Array<ArrayBuffer> },
): Promise<boolean> {
  const where = { id, updatedAt: unchangedSince }
  const { count } = await translating(db.connection.updateMany({ where, data: outcome }))
  return count > 0
}
