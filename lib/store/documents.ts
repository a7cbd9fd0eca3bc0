import type { OrganizationScope } from './scope'

/** A document's place in the list: newest first, those of one moment by id. */
export interface DocumentPlace {
  createdAt: Date
  id: string
}

/** The index of stored documents, newest first, after one or before one; a negative `take` counts from the end. */
export function listDocuments(
  { db }: OrganizationScope,
  { after, before, take }: { after?: DocumentPlace; before?: DocumentPlace; take: number },
) {
  return db.document.findMany({
    where: { AND: [after ? placed('lt', 'gt', after) : {}, before ? placed('gt', 'lt', before) : {}] },
    select: { id: true, objectKey: true, sizeBytes: true, createdAt: true },
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
    take,
  })
}

function placed(byTime: 'lt' | 'gt', byId: 'lt' | 'gt', { createdAt, id }: DocumentPlace) {
  return { OR: [{ createdAt: { [byTime]: createdAt } }, { createdAt, id: { [byId]: id } }] }
}

/** One document's index row. */
export function findDocument({ db }: OrganizationScope, id: string) {
  return db.document.findUnique({ where: { id }, select: { id: true, objectKey: true, createdAt: true } })
}

/** How many documents there are. */
export function countDocuments({ db }: OrganizationScope) {
  return db.document.count()
}

/** Counts a stored object; under the fence, after the upload. */
export async function insertDocument(
  { db, organizationId }: OrganizationScope,
  row: { id: string; objectKey: string; keyHeader: Uint8Array<ArrayBuffer>; sizeBytes: number },
) {
  await db.document.create({ data: { ...row, organizationId }, select: { id: true } })
}

/** Forgets a document; true when there was one. */
export async function deleteDocument({ db }: OrganizationScope, id: string): Promise<boolean> {
  const { count } = await db.document.deleteMany({ where: { id } })
  return count > 0
}
