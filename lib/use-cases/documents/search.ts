import { z } from 'zod'
import { decodeName } from '@/lib/domain/document-fields'
import type { Fields, Outcome } from '@/lib/domain/encryption-core'
import { LatchkeyError } from '@/lib/domain/errors'
import type { DocumentPage } from '@/lib/domain/views/documents'
import { countDocuments, listDocuments as readIndex } from '@/lib/store/documents'
import { type Context, inOrganization } from '../context'
import { cursorAfter, documentCursor } from './cursor'
import { DOCUMENTS_PER_PAGE } from './list'
import { openDocuments } from './open-documents'
import { toDocumentRow } from './to-row'

/** Most documents that one search reads; beyond that a search index under a key is needed. */
export const SEARCHED_AT_MOST = 5_000

export const searchDocumentsInput = z.strictObject({
  search: z.string().trim().min(1).max(200),
  after: documentCursor.optional(),
})
export type SearchDocuments = z.infer<typeof searchDocumentsInput>

/**
 * The documents whose name contains a text. Names exist in the clear only while this runs: all of them are
 * decrypted for it, and nothing is kept.
 * @throws LatchkeyError forbidden, key_denied, key_unreachable, platform_key_unavailable, service_unavailable
 */
export async function searchDocuments(context: Context, input: SearchDocuments): Promise<DocumentPage> {
  const inside = inOrganization(context, 'documents.read')
  const [rows, total] = await Promise.all([
    readIndex(inside.scope, { limit: SEARCHED_AT_MOST }),
    countDocuments(inside.scope),
  ])
  const names = await openDocuments(inside, rows, ['name'])
  const read = names.map(({ row, outcome }) => ({ row, name: nameOf(outcome) }))
  const wanted = comparable(input.search)
  const matches = read.filter(({ name }) => name !== null && comparable(name).includes(wanted))

  const start = matches.findIndex(({ row }) => !input.after || comesAfter(row, input.after))
  const shown = start < 0 ? [] : matches.slice(start, start + DOCUMENTS_PER_PAGE)
  const last = start + DOCUMENTS_PER_PAGE < matches.length ? shown.at(-1)?.row : undefined
  const opened = await openDocuments(
    inside,
    shown.map(({ row }) => row),
  )
  return {
    documents: opened.map(({ row, outcome }) => toDocumentRow(row, outcome)),
    total,
    search: {
      matches: matches.length,
      unopened: read.filter(({ name }) => name === null).length,
      leftOut: Math.max(0, total - rows.length),
    },
    next: last ? cursorAfter(last) : null,
  }
}

/** Text as names are compared: letters alike in either case and in either way of writing an accent. */
const comparable = (text: string) => text.normalize('NFKC').toLocaleLowerCase('en')

function comesAfter(row: { createdAt: Date; id: string }, cursor: { createdAt: Date; id: string }): boolean {
  const before = cursor.createdAt.getTime() - row.createdAt.getTime()
  return before > 0 || (before === 0 && row.id > cursor.id)
}

function nameOf(outcome: Outcome<Fields>): string | null {
  if (!outcome.ok) return null
  try {
    return decodeName(outcome.value)
  } catch (error) {
    if (error instanceof LatchkeyError) return null
    throw error
  }
}
