import type { Prisma } from './generated/client'
import type { PlatformScope } from './open'
import type { OrganizationScope } from './scope'

/** One entry of the audit log. The detail holds no secrets. */
export interface AuditRecord {
  actorId: string | null
  actorName: string
  action: string
  target?: string
  detail?: Prisma.InputJsonObject
}

/** Appends an entry; call it inside the transaction of the change that it records. */
export async function appendAudit({ db, organizationId }: OrganizationScope, record: AuditRecord) {
  await db.auditEntry.create({ data: { ...record, organizationId } })
}

/** Appends an entry to the platform's own log: for what belongs to no one organization. */
export async function appendPlatformAudit({ db }: PlatformScope, record: AuditRecord) {
  await db.platformAuditEntry.create({ data: record })
}

/** The newest entries of the platform's own log. */
export function listPlatformAudit({ db }: PlatformScope, take: number) {
  return db.platformAuditEntry.findMany({ orderBy: { id: 'desc' }, take })
}

/**
 * Which entries are wanted. `actorId` null: what the product did by itself. Ids are in order of time: `after`
 * is the last one of the page above, `before` the first one of the page below.
 */
export interface AuditFilter {
  action?: string
  actorId?: string | null
  from?: Date
  to?: Date
  after?: string
  before?: string
}

/** Entries, newest first; a negative `take` counts from the end. */
export function listAudit({ db }: OrganizationScope, filter: AuditFilter, take: number) {
  return db.auditEntry.findMany({
    where: {
      action: filter.action,
      actorId: filter.actorId,
      at: { gte: filter.from, lt: filter.to },
      id: { lt: filter.after, gt: filter.before },
    },
    orderBy: { id: 'desc' },
    take,
  })
}

/** The people and kinds of change that occur in the log, for its filters. */
export async function auditFacets({ db }: OrganizationScope) {
  const [actions, actors] = await Promise.all([
    db.auditEntry.groupBy({ by: ['action'], orderBy: { action: 'asc' } }),
    db.auditEntry.groupBy({ by: ['actorId', 'actorName'], orderBy: { actorName: 'asc' } }),
  ])
  return { actions: actions.map((row) => row.action), actors }
}
