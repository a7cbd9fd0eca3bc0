import { queryRoute } from '@/app/query-route'
import { readJob, readJobInput } from '@/lib/use-cases/jobs/read-job'

export const GET = queryRoute(readJobInput, readJob)
