import { queryOptions } from '@tanstack/react-query'
import { fetchJson } from '@/components/query/fetch-json'
import { isEnded } from '@/components/query/job-query'

const loadOfferView = async () => (await import('@/lib/domain/views/offers')).offerView

/** What an organization is offered, followed closely while a change is under way. */
export const offerQuery = (id: string) =>
  queryOptions({
    queryKey: ['offer', id],
    queryFn: ({ signal }) => fetchJson(`/api/offers/${id}`, loadOfferView, signal),
    refetchInterval: ({ state: { data } }) => (data?.job && !isEnded(data.job) ? 600 : false),
  })
