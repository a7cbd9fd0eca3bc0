import { queryRoute } from '@/app/query-route'
import { readTour, readTourInput } from '@/lib/use-cases/tour/read-tour'

export const GET = queryRoute(readTourInput, readTour)
