import { queryOptions } from '@tanstack/react-query'
import { fetchJson } from '@/components/query/fetch-json'

const loadKeysView = async () => (await import('@/lib/domain/views/keys')).keysView

const EVERY_MS = 3_000
/** While somebody waits for the answer of a check. */
const WAITING_EVERY_MS = 1_000

/** Everything about the organization's keys, asked every three seconds while the page is visible. */
export const keysQuery = queryOptions({
  queryKey: ['keys'],
  queryFn: ({ signal }) => fetchJson('/api/keys', loadKeysView, signal),
  refetchInterval: ({ state }) =>
    state.data?.check && !state.data.check.outcome ? WAITING_EVERY_MS : EVERY_MS,
})
