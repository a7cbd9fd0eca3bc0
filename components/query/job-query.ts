import { queryOptions } from '@tanstack/react-query'
import type { JobView } from '@/lib/domain/views/job'
import { fetchJson } from './fetch-json'

const loadJobView = async () => (await import('@/lib/domain/views/job')).jobView

/** Whether nothing more happens with a job. */
export const isEnded = ({ state }: JobView) => state === 'done' || state === 'failed'

/** A job of the encryption service, followed closely until it ended. */
export const jobQuery = (id: string) =>
  queryOptions({
    queryKey: ['job', id],
    queryFn: ({ signal }) => fetchJson(`/api/jobs/${id}`, loadJobView, signal),
    refetchInterval: ({ state }) => (state.data && isEnded(state.data) ? false : 600),
  })
