import { ERROR_KINDS } from '@/lib/domain/errors'
import { CONNECTION_OUTCOMES, jobKind } from '@/lib/domain/jobs'
import type { JobView } from '@/lib/domain/views/job'
import type { findJob } from '@/lib/store/jobs'

/** A job's rows as pages show them: how far it is, and its result or what went wrong, in words. */
export function toJobView(job: NonNullable<Awaited<ReturnType<typeof findJob>>>): JobView {
  const { run } = job
  return {
    id: job.id,
    kind: jobKind.parse(job.kind),
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
