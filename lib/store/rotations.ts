import type { Prisma } from './generated/client'
import type { PlatformScope } from './open'
import type { OrganizationScope } from './scope'

/** The course of an approved rotation as the service keeps it; begun when it is not there yet. */
export async function openRotation({ db, organizationId }: OrganizationScope, id: string, now: Date) {
  await db.rotation.createMany({
    data: [{ id, organizationId, stage: 'preflight', startedAt: now }],
    skipDuplicates: true,
  })
  return db.rotation.findUniqueOrThrow({ where: { id }, include: { request: true } })
}

export type RotationRow = Awaited<ReturnType<typeof openRotation>>

/** Writes how far a rotation is; one that is finished stays as it is, whatever a late process says. */
export async function updateRotation(
  { db }: OrganizationScope,
  id: string,
  data: Prisma.RotationUncheckedUpdateManyInput,
) {
  await db.rotation.updateMany({ where: { id, finishedAt: null }, data })
}

/** Organizations with a rotation that waits for every process to prove the new root. */
export async function findStaging({ db }: PlatformScope): Promise<string[]> {
  const rows = await db.rotation.findMany({
    where: { stage: 'staged', finishedAt: null },
    select: { organizationId: true },
  })
  return rows.map((row) => row.organizationId)
}

/** The rotation of this organization that waits for every process to prove the new root, and the link to that root. */
export async function findStagedRotation({ db }: OrganizationScope) {
  const rotation = await db.rotation.findFirst({ where: { stage: 'staged', finishedAt: null } })
  const link = rotation?.newLinkId && (await db.keyLink.findFirst({ where: { id: rotation.newLinkId } }))
  return rotation && link ? { id: rotation.id, link } : null
}
