import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import {
  documentContext,
  documentFields,
  documentObjectKey,
  encodeDocument,
} from '@/lib/domain/document-fields'
import { KEY_HEADER_BYTES, valueOrThrow } from '@/lib/domain/encryption-core'
import { opaqueId } from '@/lib/domain/ids'
import { findDocument, insertDocument } from '@/lib/store/documents'
import { type Context, change, inOrganization, type OrganizationContext } from '../context'
import { encryptAgainIfStale } from '../encrypt-again'

export const createDocumentInput = z.strictObject({ submissionId: opaqueId, ...documentFields })
export type CreateDocument = z.infer<typeof createDocumentInput>

/**
 * Stores a document: one envelope in object storage, then its index row under the fence. An envelope whose
 * row was not written is taken away again.
 * @throws LatchkeyError forbidden, already_submitted, and what encrypting says
 */
export async function createDocument(context: Context, input: CreateDocument): Promise<{ id: string }> {
  const inside = inOrganization(context, 'documents.write')
  const id = randomUUID()
  const objectKey = documentObjectKey(inside.organization.id, id)
  const fields = encodeDocument(input)
  try {
    await encryptAgainIfStale(async () => {
      const [outcome] = await inside.core.encryptObjects([
        { context: documentContext(inside.organization.id, id), fields },
      ])
      const envelope = valueOrThrow(outcome)
      const row = { id, objectKey, keyHeader: headerOf(envelope), sizeBytes: envelope.length }
      await inside.objects.put(objectKey, envelope)
      await change(context, inside.scope, input.submissionId, async (tx) => {
        await insertDocument(tx, row)
        // The log names the document by its id alone: its name is plaintext that only the key opens.
        const detail = { sizeBytes: row.sizeBytes }
        return { result: undefined, audit: { action: 'document.created', target: id, detail } }
      })
    })
    return { id }
  } catch (error) {
    await takeAway(inside, id, objectKey)
    throw error
  }
}

/** Not if the row is there after all, which happens when the answer to a commit got lost. */
async function takeAway({ scope, objects }: OrganizationContext, id: string, objectKey: string) {
  if ((await findDocument(scope, id)) === null) await objects.delete(objectKey)
}

function headerOf(envelope: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(envelope.subarray(0, KEY_HEADER_BYTES))
}
