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

/**
 * Marks a job as running under a lease, and says which attempt it is; 0 when another process holds it, or it is done.
 * Leases are kept by the database's clock: those of the machines may differ.
 */
export async function claimJob(
  { db, organizationId }: OrganizationScope,
  id: string,
  leaseMs: number,
): Promise<number> {
  const [claimed] = await db.$queryRaw<{ attempts: number }[]>`
    INSERT INTO job_runs AS run (job_id, organization_id, state, attempts, lease_until)
    VALUES (${id}::uuid, ${organizationId}::uuid, 'running', 1, now() + ${leaseMs} * interval '1 ms')
    ON CONFLICT (job_id) DO UPDATE
      SET state = 'running', attempts = run.attempts + 1, lease_until = excluded.lease_until
      WHERE run.organization_id = excluded.organization_id
        AND run.state IN ('queued', 'running') AND run.lease_until <= now()
    RETURNING run.attempts`
  return claimed?.attempts ?? 0
}

/** Prolongs a job's lease; false when it was claimed by somebody else since (every claim counts as an attempt). */
export async function renewJob(
  { db, organizationId }: OrganizationScope,
  id: string,
  attempt: number,
  leaseMs: number,
): Promise<boolean> {
  const count = await db.$executeRaw`
    UPDATE job_runs SET lease_until = now() + ${leaseMs} * interval '1 ms'
    WHERE job_id = ${id}::uuid AND organization_id = ${organizationId}::uuid
      AND state = 'running' AND attempts = ${attempt}`
  return count > 0
}

/** Leaves a job to a later turn, which may begin after `afterMs`; not when somebody else claimed it since. */
export async function releaseJob(
  { db, organizationId }: OrganizationScope,
  id: string,
  attempt: number,
  afterMs: number,
) {
  await db.$executeRaw`
    UPDATE job_runs SET state = 'queued', lease_until = now() + ${afterMs} * interval '1 ms'
    WHERE job_id = ${id}::uuid AND organization_id = ${organizationId}::uuid
      AND state = 'running' AND attempts = ${attempt}`
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

/** Jobs that the queue has lost: their process died, or they were never picked up. Oldest first. */
export function findOrphanedJobs({ db }: PlatformScope, pickedUpWithinMs: number) {
  return db.$queryRaw<{ id: string; organizationId: string; kind: string }[]>`
    SELECT j.id, j.organization_id AS "organizationId", j.kind
    FROM jobs j LEFT JOIN job_runs r ON r.job_id = j.id
    WHERE (r.state IN ('queued', 'running') AND r.lease_until <= now()
        OR r.job_id IS NULL AND j.created_at < now() - ${pickedUpWithinMs} * interval '1 ms')
      AND NOT EXISTS (SELECT FROM graphile_worker._private_jobs q WHERE q.key = 'job:' || j.id)
    ORDER BY j.created_at LIMIT 100`
}

/**
 * Frees what a dead process held of the queue, which by itself would take four hours: what was locked for longer than
 * a lease lasts, while no run of that job has one, belongs to nobody.
 */
export async function freeQueues({ db }: PlatformScope, leaseMs: number) {
  await db.$executeRaw`
    UPDATE graphile_worker._private_jobs q SET locked_at = NULL, locked_by = NULL
    WHERE q.locked_at < now() - ${leaseMs} * interval '1 ms' AND NOT EXISTS (
      SELECT FROM job_runs r
      WHERE r.job_id = (q.payload ->> 'jobId')::uuid AND r.state = 'running' AND r.lease_until > now())`
  await db.$executeRaw`
    UPDATE graphile_worker._private_job_queues q SET locked_at = NULL, locked_by = NULL
    WHERE q.locked_at < now() - ${leaseMs} * interval '1 ms' AND NOT EXISTS (
      SELECT FROM graphile_worker._private_jobs j WHERE j.job_queue_id = q.id AND j.locked_at IS NOT NULL)`
}
