import { queryRoute } from '@/app/query-route'
import { readDesk, readDeskInput } from '@/lib/use-cases/rotation/read-desk'

export const GET = queryRoute(readDeskInput, readDesk)
