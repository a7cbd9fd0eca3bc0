import { queryRoute } from '@/app/query-route'
import { readRotation, readRotationInput } from '@/lib/use-cases/rotation/read'

export const GET = queryRoute(readRotationInput, readRotation)
