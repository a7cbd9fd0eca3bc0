import type { PlatformScope } from './open'

/** Enters a process into the process table, or prolongs its lease; by the database's clock, which all share. */
export async function enterLease({ db }: PlatformScope, id: string, leaseMs: number) {
  await db.$executeRaw`
    INSERT INTO key_processes (id, lease_until) VALUES (${id}::uuid, now() + ${leaseMs} * interval '1 ms')
    ON CONFLICT (id) DO UPDATE SET lease_until = excluded.lease_until`
}

/** Prolongs a lease that is still there; false when the process was taken out of service. */
export async function keepLease({ db }: PlatformScope, id: string, leaseMs: number): Promise<boolean> {
  const count = await db.$executeRaw`
    UPDATE key_processes SET lease_until = now() + ${leaseMs} * interval '1 ms'
    WHERE id = ${id}::uuid AND lease_until > now()`
  return count > 0
}

/** Takes a process out of the table. */
export async function removeProcess({ db }: PlatformScope, id: string) {
  await db.keyProcess.deleteMany({ where: { id } })
}

/** Takes out the processes whose lease is over. */
export async function removeEndedProcesses({ db }: PlatformScope) {
  await db.$executeRaw`DELETE FROM key_processes WHERE lease_until <= now()`
}

/** Notes that a process has proven the new root of a rotation. */
export async function recordStaging(
  platform: PlatformScope,
  processId: string,
  rotationId: string,
  outcome: string,
) {
  await platform.db.staging.upsert({
    where: { processId_rotationId: { processId, rotationId } },
    create: { processId, rotationId, outcome },
    update: { outcome, at: new Date() },
  })
}

/** Live processes, each with whether it has proven the new root of a rotation. */
export function listProcesses({ db }: PlatformScope, rotationId: string) {
  return db.$queryRaw<{ id: string; staged: boolean }[]>`
    SELECT p.id, EXISTS (
      SELECT FROM stagings s
      WHERE s.process_id = p.id AND s.rotation_id = ${rotationId}::uuid AND s.outcome = 'OK') AS staged
    FROM key_processes p WHERE p.lease_until > now()`
}
