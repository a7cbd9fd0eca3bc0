import type { PlatformScope } from './open'

/** Enters a process into the process table, or prolongs its lease. */
export async function renewLease(platform: PlatformScope, id: string, leaseUntil: Date) {
  await platform.db.keyProcess.upsert({ where: { id }, create: { id, leaseUntil }, update: { leaseUntil } })
}

/** Prolongs a lease that is still there; false when the process was taken out of service. */
export async function keepLease(platform: PlatformScope, id: string, leaseUntil: Date): Promise<boolean> {
  const { count } = await platform.db.keyProcess.updateMany({ where: { id }, data: { leaseUntil } })
  return count > 0
}

/** Takes processes out of the table: one that ended, or those whose lease is over. */
export async function removeProcesses(
  platform: PlatformScope,
  which: { id: string } | { leaseBefore: Date },
) {
  await platform.db.keyProcess.deleteMany({
    where: 'id' in which ? { id: which.id } : { leaseUntil: { lt: which.leaseBefore } },
  })
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
export async function listProcesses(platform: PlatformScope, now: Date, rotationId?: string) {
  const processes = await platform.db.keyProcess.findMany({
    where: { leaseUntil: { gt: now } },
    include: { stagings: { where: { rotationId, outcome: 'OK' } } },
  })
  return processes.map(({ id, startedAt, leaseUntil, stagings }) => ({
    id,
    startedAt,
    leaseUntil,
    staged: rotationId !== undefined && stagings.length > 0,
  }))
}
