import { z } from 'zod'
import type { DocumentPage } from '@/lib/domain/views/documents'
import type { Context } from '../context'
import { listDocuments, listDocumentsInput } from './list'
import { searchDocuments, searchDocumentsInput } from './search'

/** The list, or with `search` the documents whose name contains it. */
export const queryDocumentsInput = z.union([searchDocumentsInput, listDocumentsInput])

/** One page of documents, as the browser asks for it. @throws what listing and searching say */
export function queryDocuments(
  context: Context,
  input: z.output<typeof queryDocumentsInput>,
): Promise<DocumentPage> {
  return 'search' in input ? searchDocuments(context, input) : listDocuments(context, input)
}
