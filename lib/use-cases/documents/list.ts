import { z } from 'zod'
import type { DocumentPage } from '@/lib/domain/views/documents'
import { countDocuments, listDocuments as readIndex } from '@/lib/store/documents'
import { type Context, inOrganization } from '../context'
import { cursorAfter, documentCursor } from './cursor'
import { openDocuments } from './open-documents'
import { toDocumentRow } from './to-row'

export const DOCUMENTS_PER_PAGE = 50

export const listDocumentsInput = z.strictObject({ after: documentCursor.optional() })
export type ListDocuments = z.infer<typeof listDocumentsInput>

/**
 * One page of documents, newest first, decrypted for this request alone.
 * @throws LatchkeyError forbidden, key_denied, key_unreachable, platform_key_unavailable, service_unavailable
 */
export async function listDocuments(context: Context, input: ListDocuments): Promise<DocumentPage> {
  const inside = inOrganization(context, 'documents.read')
  const [found, total] = await Promise.all([
    readIndex(inside.scope, { before: input.after, limit: DOCUMENTS_PER_PAGE + 1 }),
    countDocuments(inside.scope),
  ])
  const rows = found.slice(0, DOCUMENTS_PER_PAGE)
  const last = found.length > DOCUMENTS_PER_PAGE ? rows.at(-1) : undefined
  const opened = await openDocuments(inside, rows)
  const documents = opened.map(({ row, outcome }) => toDocumentRow(row, outcome))
  return { documents, total, search: null, next: last ? cursorAfter(last) : null }
}
