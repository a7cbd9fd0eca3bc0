import { z } from 'zod'
import { LatchkeyError } from '@/lib/domain/errors'
import { opaqueId } from '@/lib/domain/ids'
import { type JobKind, jobKind } from '@/lib/domain/jobs'
import type { Permission } from '@/lib/domain/permissions'
import type { JobView } from '@/lib/domain/views/job'
import { findJob } from '@/lib/store/jobs'
import { type Context, inOrganization } from '../context'
import { toJobView } from './to-job-view'

export const readJobInput = z.strictObject({ id: opaqueId })

/** What a person must be allowed to read so that they may follow a job. */
const PERMISSION_FOR: Record<JobKind, Permission> = {
  preflight: 'keys.read',
  'link-key': 'keys.read',
  'check-now': 'keys.read',
  'test-connection': 'connections.read',
  'offer-keys': 'platform.offer',
  rotate: 'rotation.read',
}

/** How a job of the actor's organization is going. @throws LatchkeyError not_found, forbidden */
export async function readJob(context: Context, input: z.output<typeof readJobInput>): Promise<JobView> {
  const { scope } = inOrganization(context, 'keys.read')
  const job = await findJob(scope, input.id)
  if (!job) throw new LatchkeyError('not_found')
  inOrganization(context, PERMISSION_FOR[jobKind.parse(job.kind)])
  return toJobView(job)
}
