import { z } from 'zod'
import { decodeName } from '@/lib/domain/document-fields'
import type { Fields, Outcome } from '@/lib/domain/encryption-core'
import { LatchkeyError } from '@/lib/domain/errors'
import type { DocumentPage } from '@/lib/domain/views/documents'
import { countDocuments, type DocumentPlace, listDocuments as readIndex } from '@/lib/store/documents'
import { type Context, inOrganization } from '../context'
import { cutPage } from '../keyset'
import { cursorOf } from './cursor'
import { DOCUMENTS_PER_PAGE, documentTurn } from './list'
import { openDocuments } from './open-documents'
import { toDocumentRow } from './to-row'

/** Most documents that one search reads; beyond that a search index under a key is needed. */
const SEARCHED_AT_MOST = 5_000

export const searchDocumentsInput = z.strictObject({
  search: z.string().trim().min(1).max(200),
  ...documentTurn,
})
export type SearchDocuments = z.infer<typeof searchDocumentsInput>

/**
 * The documents whose name contains a text. Names exist in the clear only while this runs: all of them are
 * decrypted for it, and nothing is kept.
 * @throws LatchkeyError forbidden, key_denied, key_unreachable, platform_key_unavailable, service_unavailable
 */
export async function searchDocuments(context: Context, input: SearchDocuments): Promise<DocumentPage> {
  const inside = inOrganization(context, 'documents.read')
  const [stored, total] = await Promise.all([
    readIndex(inside.scope, { take: SEARCHED_AT_MOST }),
    countDocuments(inside.scope),
  ])
  const named = await openDocuments(inside, stored, ['name'])
  const names = named.map(({ outcome }) => nameOf(outcome))
  const wanted = comparable(input.search)
  const matches = stored.filter((_row, index) => comparable(names[index] ?? '').includes(wanted))
  const found = aroundTurn(matches, input)
  const { rows, previous, next } = cutPage(found, DOCUMENTS_PER_PAGE, input, cursorOf)
  const opened = await openDocuments(inside, rows)
  const unopened = names.filter((name) => name === null).length
  const leftOut = Math.max(0, total - stored.length)
  return {
    documents: opened.map(({ row, outcome }) => toDocumentRow(row, outcome)),
    total,
    search: { matches: matches.length, unopened, leftOut },
    previous,
    next,
  }
}

/** Text as names are compared: letters alike in either case and in either way of writing an accent. */
const comparable = (text: string) => text.normalize('NFKC').toLocaleLowerCase('en')

/** The matches that a page is cut out of: as many as it shows and one more, on the side turned to. */
function aroundTurn<Row extends DocumentPlace>(matches: Row[], { after, before }: SearchDocuments): Row[] {
  if (before) return matches.filter((row) => compare(row, before) < 0).slice(-DOCUMENTS_PER_PAGE - 1)
  const later = after ? matches.filter((row) => compare(row, after) > 0) : matches
  return later.slice(0, DOCUMENTS_PER_PAGE + 1)
}

/** The order of the list: newest first, those of one moment by id. */
function compare(one: DocumentPlace, two: DocumentPlace): number {
  return two.createdAt.getTime() - one.createdAt.getTime() || (one.id < two.id ? -1 : one.id > two.id ? 1 : 0)
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
