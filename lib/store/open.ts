import { PrismaPg } from '@prisma/adapter-pg'
import { LatchkeyError } from '@/lib/domain/errors'
import type { OrganizationId } from '@/lib/domain/ids'
import { PrismaClient } from './generated/client'
import { answered } from './problems'
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

/** Raw queries are for lib/store alone, where time has to be the database's own. */
type NotForOthers = '$connect' | '$disconnect' | '$extends' | '$on' | '$transaction' | `${string}Unsafe`

/** The platform's own tables (people, sessions, tokens, roots), and the lists that span organizations. */
export interface PlatformScope {
  readonly db: Omit<PrismaClient, OnlyByOrganization | NotForOthers>
  /** Runs work in one transaction; it is rolled back when work throws. */
  transaction<T>(work: (scope: PlatformScope) => Promise<T>): Promise<T>
}

/** The database as one program sees it: a scope for each organization, and one for the platform. */
export interface Store {
  organization(id: OrganizationId): OrganizationScope
  readonly platform: PlatformScope
  close(): Promise<void>
}

/** How long the database may take: a hanging one ends in an error, not in a program that hangs as well. */
export interface TimeLimits {
  connectMs: number
  /** held by the server, so that it stops working on what nobody waits for */
  statementMs: number
  /** held by this side, for a server that does not even say that */
  answerMs: number
  idleInTransactionMs: number
}

const TIME_LIMITS: TimeLimits = {
  connectMs: 5_000,
  statementMs: 10_000,
  answerMs: 12_000,
  idleInTransactionMs: 20_000,
}

/**
 * Opens the database with a program's own login. A database that doesn't answer in time shows as the error
 * `service_unavailable`.
 * @param url PostgreSQL URL of the program's role
 * @param poolSize connections held at most
 */
export function openStore(url: string, poolSize = 10, limits = TIME_LIMITS): Store {
  const adapter = new PrismaPg({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: limits.connectMs,
    statement_timeout: limits.statementMs,
    query_timeout: limits.answerMs,
    idle_in_transaction_session_timeout: limits.idleInTransactionMs,
  })
  let isClosed = false
  const client = answering(new PrismaClient({ adapter, errorFormat: 'minimal' }), () => isClosed)
  const inside = (tx: PlatformScope['db']): PlatformScope => ({
    db: tx,
    transaction: (work) => work(inside(tx)),
  })
  return {
    organization: (id) => organizationScope(client, id),
    platform: { db: client, transaction: (work) => answered(client.$transaction((tx) => work(inside(tx)))) },
    async close() {
      isClosed = true
      await client.$disconnect()
    },
  }
}

/**
 * A client whose queries say `service_unavailable` when the database doesn't answer; the same in all else. Once closed
 * it stays so: what is still under way in the background must not open it again.
 */
function answering(client: PrismaClient, isClosed: () => boolean): PrismaClient {
  const extended = client.$extends({
    query: {
      $allOperations({ args, query }) {
        if (isClosed())
          throw new LatchkeyError('service_unavailable', { message: 'The database was closed.' })
        return answered(query(args))
      },
    },
  })
  return extended as unknown as PrismaClient
}
