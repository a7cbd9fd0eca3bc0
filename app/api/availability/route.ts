import { queryRoute } from '@/app/query-route'
import { readAvailability, readAvailabilityInput } from '@/lib/use-cases/keys/read-availability'

export const GET = queryRoute(readAvailabilityInput, readAvailability)
