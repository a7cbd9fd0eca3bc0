import { queryOptions } from '@tanstack/react-query'
import { fetchJson } from '@/components/query/fetch-json'

const loadTourView = async () => (await import('@/lib/domain/views/tour')).tourView

/** How far the demo's story is, asked every five seconds. */
export const tourQuery = queryOptions({
  queryKey: ['tour'],
  queryFn: ({ signal }) => fetchJson('/api/tour', loadTourView, signal),
  refetchInterval: 5_000,
})
