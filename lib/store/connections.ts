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

/** Connections by name; `after` is the last name of the page before. */
export function listConnections(
  { db }: OrganizationScope,
  page: { after?: string; search?: string; limit: number },
) {
  return db.connection.findMany({
    where: {
      name: { gt: page.after, contains: page.search, mode: 'insensitive' },
    },
    select: VISIBLE,
    orderBy: { name: 'asc' },
    take: page.limit,
  })
}

/** How many connections there are. */
export function countConnections({ db }: OrganizationScope) {
  return db.connection.count()
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

/** @throws LatchkeyError stale_key_version */
export async function insertConnection(
  { db, organizationId }: OrganizationScope,
  row: ConnectionFields & { id: string; credential: Uint8Array<ArrayBuffer> },
) {
  await translating(db.connection.create({ data: { ...row, organizationId }, select: { id: true } }))
}

/** @throws LatchkeyError stale_key_version */
export async function updateConnection(
  { db }: OrganizationScope,
  id: string,
  row: ConnectionFields & {
    credential?: Uint8Array<ArrayBuffer>
    catalog?: null
    lastTestAt?: null
    lastTestCode?: null
    updatedAt: Date
  },
) {
  await translating(db.connection.updateMany({ where: { id }, data: row }))
}

/** Removes a connection; true when there was one. */
export async function deleteConnection({ db }: OrganizationScope, id: string): Promise<boolean> {
  const { count } = await db.connection.deleteMany({ where: { id } })
  return count > 0
}

/** Keeps the outcome of a test; the catalog stays as it is unless a new one was read. */
export async function recordTest(
  { db }: OrganizationScope,
  id: string,
  outcome: { lastTestAt: Date; lastTestCode: string; catalog?: Uint8Array<ArrayBuffer> },
) {
  await translating(db.connection.updateMany({ where: { id }, data: outcome }))
}
