import type { Prisma } from './generated/client'
import type { PlatformScope } from './open'
import type { OrganizationScope } from './scope'

/** Queues work for the encryption service, in the caller's transaction (a trigger adds it to the queue). */
export async function insertJob(
  { db, organizationId }: OrganizationScope,
  job: { id: string; kind: string; input: Prisma.InputJsonObject; requestedBy: string },
) {
  await db.job.create({ data: { ...job, organizationId } })
}

/** A job with how it went so far; null when the organization has none by that id. */
export function findJob({ db }: OrganizationScope, id: string) {
  return db.job.findUnique({ where: { id }, include: { run: true } })
}

/** The newest job of a kind. */
export function findLatestJob({ db }: OrganizationScope, kind: string) {
  return db.job.findFirst({ where: { kind }, orderBy: { createdAt: 'desc' }, include: { run: true } })
}

/** The newest test of a connection. */
export function findLatestTest({ db }: OrganizationScope, connectionId: string) {
  return db.job.findFirst({
    where: { kind: 'test-connection', input: { path: ['connectionId'], equals: connectionId } },
    orderBy: { createdAt: 'desc' },
    include: { run: true },
  })
}

/** The newest live checks of a key. */
export function findLatestPreflight({ db }: OrganizationScope, keyId: string) {
  return db.job.findFirst({
    where: { kind: 'preflight', input: { path: ['keyId'], equals: keyId } },
    orderBy: { createdAt: 'desc' },
    include: { run: true },
  })
}

/** Marks a job as running under a lease, and says which attempt it is; 0 when another process holds it, or it is done. */
export async function claimJob(
  { db, organizationId }: OrganizationScope,
  id: string,
  now: Date,
  leaseUntil: Date,
): Promise<number> {
  const claimed = await db.jobRun.updateMany({
    where: { jobId: id, state: { in: ['queued', 'running'] }, leaseUntil: { lte: now } },
    data: { state: 'running', leaseUntil, attempts: { increment: 1 } },
  })
  if (claimed.count > 0) {
    const run = await db.jobRun.findUnique({ where: { jobId: id }, select: { attempts: true } })
    return run?.attempts ?? 0
  }
  const created = await db.jobRun.createMany({
    data: [{ jobId: id, organizationId, state: 'running', leaseUntil, attempts: 1 }],
    skipDuplicates: true,
  })
  return created.count
}

/** Prolongs a job's lease; false when it was claimed by somebody else since (every claim counts as an attempt). */
export async function renewJob({ db }: OrganizationScope, id: string, attempt: number, leaseUntil: Date) {
  const { count } = await db.jobRun.updateMany({
    where: { jobId: id, state: 'running', attempts: attempt },
    data: { leaseUntil },
  })
  return count > 0
}

/** Leaves a job to a later turn, which may begin at `from`; not when somebody else claimed it since. */
export async function releaseJob({ db }: OrganizationScope, id: string, attempt: number, from: Date) {
  await db.jobRun.updateMany({
    where: { jobId: id, state: 'running', attempts: attempt },
    data: { state: 'queued', leaseUntil: from },
  })
}

/** Shows how far a job is. */
export async function reportProgress({ db }: OrganizationScope, id: string, progress: Prisma.InputJsonValue) {
  await db.jobRun.updateMany({ where: { jobId: id }, data: { progress } })
}

/** Ends a job with its result, or with the code of what went wrong; not when somebody else claimed it since. */
export async function finishJob(
  { db }: OrganizationScope,
  id: string,
  attempt: number,
  end: { finishedAt: Date; result?: Prisma.InputJsonValue; errorCode?: string },
) {
  await db.jobRun.updateMany({
    where: { jobId: id, state: 'running', attempts: attempt },
    data: { ...end, state: end.errorCode ? 'failed' : 'done', leaseUntil: null },
  })
}

/** Jobs whose process died or that were never picked up: to be queued again. */
export async function findOrphanedJobs(platform: PlatformScope, now: Date, queuedBefore: Date) {
  const jobs = await platform.db.job.findMany({
    where: {
      OR: [
        { run: { state: { in: ['queued', 'running'] }, leaseUntil: { lte: now } } },
        { run: null, createdAt: { lt: queuedBefore } },
      ],
    },
    select: { id: true, organizationId: true },
    take: 100,
  })
  return jobs
}
