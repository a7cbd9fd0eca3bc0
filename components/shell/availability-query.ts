import { queryOptions } from '@tanstack/react-query'
import { fetchJson } from '@/components/query/fetch-json'
import { availabilityView } from '@/lib/domain/views/availability'

/** How the customer's key stands, asked every five seconds. */
export const availabilityQuery = queryOptions({
  queryKey: ['availability'],
  queryFn: ({ signal }) => fetchJson('/api/availability', availabilityView, signal),
  refetchInterval: 5_000,
})
