import { queryOptions } from '@tanstack/react-query'
import { fetchJson } from '@/components/query/fetch-json'
import { tourView } from '@/lib/domain/views/tour'

/** How far the demo's story is, asked every five seconds. */
export const tourQuery = queryOptions({
  queryKey: ['tour'],
  queryFn: ({ signal }) => fetchJson('/api/tour', tourView, signal),
  refetchInterval: 5_000,
})
