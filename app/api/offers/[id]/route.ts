import { queryRoute } from '@/app/query-route'
import { readOffer, readOfferInput } from '@/lib/use-cases/offers/read'

export const GET = queryRoute(readOfferInput, readOffer)
