import { queryOptions } from '@tanstack/react-query'
import { fetchJson } from '@/components/query/fetch-json'
import { isSettled, type RequestStatus } from '@/lib/domain/rotation'

const loadDeskView = async () => (await import('@/lib/domain/views/rotation')).deskView
const loadRotationView = async () => (await import('@/lib/domain/views/rotation')).rotationView

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
    queryFn: ({ signal }) => fetchJson(`/api/rotation/${id}`, loadRotationView, signal),
    refetchInterval: ({ state }) => intervalOf(state.data?.status),
  })

/** The same as the support desk sees it. */
export const deskQuery = (id: string) =>
  queryOptions({
    queryKey: ['desk', id],
    queryFn: ({ signal }) => fetchJson(`/api/support/${id}`, loadDeskView, signal),
    refetchInterval: ({ state }) => intervalOf(state.data?.status),
  })
