import { queryOptions } from '@tanstack/react-query'
import { fetchJson } from '@/components/query/fetch-json'
import { isSettled, type RequestStatus } from '@/lib/domain/rotation'
import { deskView, rotationView } from '@/lib/domain/views/rotation'

const AT_WORK_EVERY_MS = 1_000
const WAITING_EVERY_MS = 3_000

/** Closely while the service is at work, now and then while somebody has to decide, then no more. */
function intervalOf(status: RequestStatus | undefined): number | false {
  if (status !== undefined && isSettled(status)) return false
  return status === 'starting' || status === 'running' ? AT_WORK_EVERY_MS : WAITING_EVERY_MS
}

/** A request of one's own organization, followed until it is settled. */
export const rotationQuery = (id: string) =>
  queryOptions({
    queryKey: ['rotation', id],
    queryFn: ({ signal }) => fetchJson(`/api/rotation/${id}`, rotationView, signal),
    refetchInterval: ({ state }) => intervalOf(state.data?.status),
  })

/** The same as the support desk sees it. */
export const deskQuery = (id: string) =>
  queryOptions({
    queryKey: ['desk', id],
    queryFn: ({ signal }) => fetchJson(`/api/support/${id}`, deskView, signal),
    refetchInterval: ({ state }) => intervalOf(state.data?.status),
  })
