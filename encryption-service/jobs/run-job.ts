import { LatchkeyError } from '@/lib/domain/errors'
import { organizationId } from '@/lib/domain/ids'
import { JOB_INPUTS, type JobKind, jobKind } from '@/lib/domain/jobs'
import { can } from '@/lib/domain/permissions'
import { KmsError } from '@/lib/kms'
import type { JobRef } from '@/lib/queue/worker'
import { claimJob, findJob, finishJob, releaseJob, renewJob, reportProgress } from '@/lib/store/jobs'
import { findPerson } from '@/lib/store/people'
import type { OrganizationScope } from '@/lib/store/scope'
import { log } from '../log'
import { HANDLERS } from './handlers'
import { type JobEnd, LeaseLost, type RunningJob, type Workshop } from './job'

const LEASE_MS = 10_000
const RENEW_EVERY_MS = 3_000
const RETRY_AFTER_MS = 5_000
const MAX_ATTEMPTS_AFTER_TROUBLE = 5

/** Takes a job up, if nobody else has it, and brings it to its end or to a later turn. */
export async function runJob(
  workshop: Workshop,
  ref: JobRef,
  queue: (job: JobRef, at: Date) => Promise<void>,
) {
  const scope = workshop.parts.store.organization(organizationId.parse(ref.organizationId))
  const now = () => new Date(workshop.parts.clock().wallMs)
  const attempt = await claimJob(scope, ref.jobId, now(), new Date(now().getTime() + LEASE_MS))
  if (attempt === 0) return
  const lease = holdLease(scope, ref.jobId, attempt, now, workshop.stopping)
  try {
    const end = await perform(workshop, scope, ref.jobId, now, lease.checkpoint)
    if ('result' in end)
      await finishJob(scope, ref.jobId, attempt, { finishedAt: now(), result: end.result as object })
    else await later(end.againAfterMs)
  } catch (error) {
    if (error instanceof LeaseLost) return
    const code = codeOf(error)
    if (code === 'internal') log.failure('job failed', error, { job: ref.jobId, attempt })
    if (code !== 'internal' || (attempt >= MAX_ATTEMPTS_AFTER_TROUBLE && !(await isTireless(scope, ref)))) {
      await finishJob(scope, ref.jobId, attempt, { finishedAt: now(), errorCode: code })
    } else await later(RETRY_AFTER_MS)
  } finally {
    lease.end()
  }

  async function later(ms: number) {
    const at = new Date(now().getTime() + ms)
    await releaseJob(scope, ref.jobId, attempt, at)
    await queue(ref, at)
  }
}

/** A change of key that was begun is never given up: half done, it would need both keys for ever. */
async function isTireless(scope: OrganizationScope, { jobId }: JobRef): Promise<boolean> {
  return (await findJob(scope, jobId))?.kind === 'rotate'
}

/** A failure that has a code of ours is the job's answer; anything else is trouble, and tried again. */
function codeOf(error: unknown) {
  if (error instanceof LatchkeyError) return error.code
  return error instanceof KmsError ? 'key_refused' : 'internal'
}

function holdLease(
  scope: OrganizationScope,
  jobId: string,
  attempt: number,
  now: () => Date,
  stopping: Workshop['stopping'],
) {
  let lost = false
  const renew = async () => {
    lost ||= !(await renewJob(scope, jobId, attempt, new Date(now().getTime() + LEASE_MS)))
  }
  const timer = setInterval(() => {
    renew().catch((error) => log.failure('lease not renewed', error, { job: jobId }))
  }, RENEW_EVERY_MS)
  return {
    end: () => clearInterval(timer),
    checkpoint: async () => {
      await renew()
      if (lost || stopping()) throw new LeaseLost()
    },
  }
}

async function perform(
  workshop: Workshop,
  scope: OrganizationScope,
  jobId: string,
  now: () => Date,
  checkpoint: () => Promise<void>,
): Promise<JobEnd> {
  const job = await findJob(scope, jobId)
  if (!job) throw new LatchkeyError('not_found')
  const kind = jobKind.parse(job.kind)
  const requester = await requireRequester(workshop, scope, kind, job.requestedBy)
  const running: RunningJob = {
    ...workshop,
    jobId,
    input: inputOf(kind, job.input),
    keys: workshop.keyring.of(scope.organizationId),
    requester,
    now,
    checkpoint,
    progress: (rows) => reportProgress(scope, jobId, rows),
  }
  return (HANDLERS[kind].run as (job: RunningJob) => Promise<JobEnd>)(running)
}

/** @throws LatchkeyError invalid_input */
function inputOf(kind: JobKind, input: unknown) {
  const parsed = JOB_INPUTS[kind].safeParse(input)
  if (!parsed.success) throw new LatchkeyError('invalid_input', { cause: parsed.error })
  return parsed.data
}

/** Reads for itself who asked and whether they may. @throws LatchkeyError forbidden */
async function requireRequester(
  { parts }: Workshop,
  scope: OrganizationScope,
  kind: JobKind,
  userId: string,
) {
  const person = await findPerson(parts.store.platform, userId, scope.organizationId)
  const { permission } = HANDLERS[kind]
  // A rotation looks at its own two people, and goes on when the one who set it off has left.
  if (permission === 'approval') return { id: userId, name: person?.name ?? '' }
  if (!person || !can(person.role, permission)) throw new LatchkeyError('forbidden')
  return { id: person.id, name: person.name }
}
