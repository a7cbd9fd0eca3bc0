import { z } from 'zod'
import { LatchkeyError } from '@/lib/domain/errors'
import { opaqueId } from '@/lib/domain/ids'
import { deleteDocument, findDocument } from '@/lib/store/documents'
import { type Context, change, inOrganization } from '../context'
import { knownId } from '../known-id'

export const removeDocumentInput = z.strictObject({ submissionId: opaqueId, id: z.string() })
export type RemoveDocument = z.infer<typeof removeDocumentInput>

/**
 * Removes a document: first its index row, then the object. Needs no key. What is left of an object when the
 * second step fails is an orphan that nothing refers to, and is swept.
 * @throws LatchkeyError forbidden, not_found, already_submitted
 */
export async function removeDocument(context: Context, input: RemoveDocument): Promise<void> {
  const { scope, objects } = inOrganization(context, 'documents.write')
  const id = knownId(input.id)
  const objectKey = await change(context, scope, input.submissionId, async (tx) => {
    const found = await findDocument(tx, id)
    if (!found || !(await deleteDocument(tx, id))) throw new LatchkeyError('not_found')
    const audit = { action: 'document.removed', target: id }
    return { result: found.objectKey, audit }
  })
  await objects.delete(objectKey)
}
