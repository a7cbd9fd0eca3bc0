import { queryOptions } from '@tanstack/react-query'
import { fetchJson } from '@/components/query/fetch-json'

const loadAvailabilityView = async () => (await import('@/lib/domain/views/availability')).availabilityView

/** How the customer's key stands, asked every five seconds. */
export const availabilityQuery = queryOptions({
  queryKey: ['availability'],
  queryFn: ({ signal }) => fetchJson('/api/availability', loadAvailabilityView, signal),
  refetchInterval: 5_000,
})
