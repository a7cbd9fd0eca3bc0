import { PrismaPg } from '@prisma/adapter-pg'
import type { OrganizationId } from '@/lib/domain/ids'
import { PrismaClient } from './generated/client'
import { type OrganizationScope, organizationScope } from './scope'

/** What holds customers' data, keys or records: reachable only by naming the organization. */
type OnlyByOrganization =
  | 'auditEntry'
  | 'connection'
  | 'dataKeyVersion'
  | 'document'
  | 'fence'
  | 'masterKeyVersion'
  | 'shareWrap'
  | 'submission'

/** The platform's own tables (people, sessions, tokens, roots), and the lists that span organizations. */
export interface PlatformScope {
  readonly db: Omit<PrismaClient, OnlyByOrganization | `$${string}`>
  /** Runs work in one transaction; it is rolled back when work throws. */
  transaction<T>(work: (scope: PlatformScope) => Promise<T>): Promise<T>
}

/** The database as one program sees it: a scope for each organization, and one for the platform. */
export interface Store {
  organization(id: OrganizationId): OrganizationScope
  readonly platform: PlatformScope
  close(): Promise<void>
}

/**
 * Opens the database with a program's own login.
 * @param url PostgreSQL URL of the program's role
 * @param poolSize connections held at most
 */
export function openStore(url: string, poolSize = 10): Store {
  const adapter = new PrismaPg({ connectionString: url, max: poolSize, connectionTimeoutMillis: 5_000 })
  const client = new PrismaClient({ adapter, errorFormat: 'minimal' })
  const inside = (tx: PlatformScope['db']): PlatformScope => ({
    db: tx,
    transaction: (work) => work(inside(tx)),
  })
  return {
    organization: (id) => organizationScope(client, id),
    platform: { db: client, transaction: (work) => client.$transaction((tx) => work(inside(tx))) },
    close: () => client.$disconnect(),
  }
}
