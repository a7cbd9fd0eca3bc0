import { queryOptions } from '@tanstack/react-query'
import { fetchJson } from '@/components/query/fetch-json'

const loadDocumentPage = async () => (await import('@/lib/domain/views/documents')).documentPage

/** What names the documents in the browser's cache; all of it is plaintext and goes when the key does. */
export const DOCUMENTS_KEY = ['documents'] as const

/** Which documents, as the address says it. */
export interface DocumentsWanted {
  search?: string
  after?: string
  before?: string
}

/** One page of documents. Plaintext, so the browser keeps it no longer than it is shown, but for a moment. */
export const documentsQuery = (wanted: DocumentsWanted) =>
  queryOptions({
    queryKey: [...DOCUMENTS_KEY, wanted],
    queryFn: ({ signal }) => fetchJson(`/api/documents?${toParameters(wanted)}`, loadDocumentPage, signal),
    gcTime: 3_000,
  })

const toParameters = (wanted: DocumentsWanted) =>
  new URLSearchParams(Object.entries(wanted).filter(([, value]) => value !== undefined))
