import { translating } from './problems'
import type { OrganizationScope } from './scope'

/** The index of stored documents, newest first. */
export function listDocuments(
  { db }: OrganizationScope,
  page: { before?: { createdAt: Date; id: string }; limit: number },
) {
  const { before } = page
  return db.document.findMany({
    where: before && {
      OR: [{ createdAt: { lt: before.createdAt } }, { createdAt: before.createdAt, id: { gt: before.id } }],
    },
    select: { id: true, objectKey: true, sizeBytes: true, createdAt: true },
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
    take: page.limit,
  })
}

/** One document's index row. */
export function findDocument({ db }: OrganizationScope, id: string) {
  return db.document.findUnique({ where: { id }, select: { id: true, objectKey: true, createdAt: true } })
}

/** How many documents there are. */
export function countDocuments({ db }: OrganizationScope) {
  return db.document.count()
}

/** Counts a stored object; under the fence, after the upload. @throws LatchkeyError stale_key_version */
export async function insertDocument(
  { db, organizationId }: OrganizationScope,
  row: { id: string; objectKey: string; keyHeader: Uint8Array<ArrayBuffer>; sizeBytes: number },
) {
  await translating(db.document.create({ data: { ...row, organizationId }, select: { id: true } }))
}

/** Forgets a document; true when there was one. */
export async function deleteDocument({ db }: OrganizationScope, id: string): Promise<boolean> {
  const { count } = await db.document.deleteMany({ where: { id } })
  return count > 0
}
