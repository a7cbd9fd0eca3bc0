import { z } from 'zod'
import { ERROR_KINDS, LatchkeyError } from '@/lib/domain/errors'
import { opaqueId } from '@/lib/domain/ids'
import { CONNECTION_OUTCOMES, type JobKind, jobKind } from '@/lib/domain/jobs'
import type { Permission } from '@/lib/domain/permissions'
import type { JobView } from '@/lib/domain/views/job'
import { findJob } from '@/lib/store/jobs'
import { type Context, inOrganization } from '../context'

export const readJobInput = z.strictObject({ id: opaqueId })

/** What a person must be allowed to read so that they may follow a job. */
const PERMISSION_FOR: Record<JobKind, Permission> = {
  preflight: 'keys.read',
  'link-key': 'keys.read',
  'check-now': 'keys.read',
  'test-connection': 'connections.read',
  rotate: 'rotation.read',
}

/** How a job of the actor's organization is going. @throws LatchkeyError not_found, forbidden */
export async function readJob(context: Context, input: z.output<typeof readJobInput>): Promise<JobView> {
  const { scope } = inOrganization(context, 'keys.read')
  const job = await findJob(scope, input.id)
  if (!job) throw new LatchkeyError('not_found')
  const kind = jobKind.parse(job.kind)
  inOrganization(context, PERMISSION_FOR[kind])
  const { run } = job
  return {
    id: job.id,
    kind,
    state: run?.state ?? 'queued',
    progress: Array.isArray(run?.progress) ? run.progress : [],
    result: run?.result ?? null,
    error: run?.errorCode ? describeFailure(run.errorCode) : null,
    createdAt: job.createdAt.toISOString(),
    finishedAt: run?.finishedAt?.toISOString() ?? null,
  }
}

function describeFailure(code: string): NonNullable<JobView['error']> {
  const known: Record<string, { message: string; fix: string }> = { ...ERROR_KINDS, ...CONNECTION_OUTCOMES }
  const { message, fix } = known[code] ?? ERROR_KINDS.internal
  return { code, message, fix }
}
