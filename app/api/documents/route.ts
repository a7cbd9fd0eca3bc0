import { queryRoute } from '@/app/query-route'
import { queryDocuments, queryDocumentsInput } from '@/lib/use-cases/documents/query'

export const GET = queryRoute(queryDocumentsInput, queryDocuments)
