import { z } from 'zod'
import type { DocumentPage } from '@/lib/domain/views/documents'
import { countDocuments, listDocuments as readIndex } from '@/lib/store/documents'
import { type Context, inOrganization } from '../context'
import { cutPage, takeFor } from '../keyset'
import { cursorOf, documentCursor } from './cursor'
import { openDocuments } from './open-documents'
import { toDocumentRow } from './to-row'

export const DOCUMENTS_PER_PAGE = 50

/** Which page; shared by list and search. */
export const documentTurn = { after: documentCursor.optional(), before: documentCursor.optional() }

export const listDocumentsInput = z.strictObject(documentTurn)
export type ListDocuments = z.infer<typeof listDocumentsInput>

/**
 * One page of documents, newest first, decrypted for this request alone.
 * @throws LatchkeyError forbidden, key_denied, key_unreachable, platform_key_unavailable, service_unavailable
 */
export async function listDocuments(context: Context, turn: ListDocuments): Promise<DocumentPage> {
  const inside = inOrganization(context, 'documents.read')
  const [found, total] = await Promise.all([
    readIndex(inside.scope, { ...turn, take: takeFor(DOCUMENTS_PER_PAGE, turn) }),
    countDocuments(inside.scope),
  ])
  const { rows, previous, next } = cutPage(found, DOCUMENTS_PER_PAGE, turn, cursorOf)
  const opened = await openDocuments(inside, rows)
  const documents = opened.map(({ row, outcome }) => toDocumentRow(row, outcome))
  return { documents, total, search: null, previous, next }
}
