import { queryRoute } from '@/app/query-route'
import { readKeysInput, readKeysView } from '@/lib/use-cases/keys/read-keys'

export const GET = queryRoute(readKeysInput, readKeysView)
