import { z } from 'zod'
import type { DeskList } from '@/lib/domain/views/rotation'
import { namesOf } from '@/lib/store/people'
import { listDeskRequests } from '@/lib/store/rotation-requests'
import { type Context, onPlatform } from '../context'
import { toRotationRow } from './rotation-view'

/** The page's search parameters; what isn't a filter counts as the queue of those that wait. */
export const listDeskInput = z.object({
  show: z.enum(['waiting', 'approved', 'closed', 'all']).catch('waiting'),
})

const MOST = 200

/** The requests of all organizations, undecided first. @throws LatchkeyError forbidden */
export async function listDesk(context: Context, input: z.output<typeof listDeskInput>): Promise<DeskList> {
  const { platform, actor, now } = onPlatform(context, 'rotation.desk')
  const requests = await listDeskRequests(platform, input.show, now, MOST)
  const names = await namesOf(
    platform,
    requests.map((request) => request.requestedBy),
  )
  return {
    requests: requests.map((request) => ({
      ...toRotationRow(request, names, now),
      organization: request.organization,
      own: request.requestedBy === actor.userId,
    })),
  }
}
