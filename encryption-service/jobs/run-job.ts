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

/** A job whose process doesn't prolong its lease for so long is taken up by another one. */
export const JOB_LEASE_MS = 10_000
const RENEW_EVERY_MS = 3_000
const RETRY_AFTER_MS = 5_000
/** A process that is out of service leaves a job to another one for so long. */
const OUT_OF_SERVICE_MS = 2_000
const MAX_ATTEMPTS_AFTER_TROUBLE = 5
/** What is nobody's answer: it is tried again. */
const TROUBLE = ['internal', 'service_unavailable']
/** A change of key that was begun is never given up: half done, it would need both keys for ever. */
const TIRELESS = 'rotate' satisfies JobKind

/** Takes a job up, if nobody else has it, and brings it to its end or to a later turn. */
export async function runJob(
  workshop: Workshop,
  ref: JobRef,
  queue: (job: JobRef, at: Date) => Promise<void>,
) {
  const scope = workshop.parts.store.organization(organizationId.parse(ref.organizationId))
  const now = () => new Date(workshop.parts.clock().wallMs)
  if (!workshop.inService()) return queue(ref, new Date(now().getTime() + OUT_OF_SERVICE_MS))
  const attempt = await claimJob(scope, ref.jobId, JOB_LEASE_MS)
  if (attempt === 0) return
  const lease = holdLease(scope, ref.jobId, attempt, workshop.stopping)
  try {
    const end = await perform(workshop, scope, {
      jobId: ref.jobId,
      attempt,
      now,
      checkpoint: lease.checkpoint,
    })
    if ('result' in end)
      await finishJob(scope, ref.jobId, attempt, { finishedAt: now(), result: end.result as object })
    else await later(end.againAfterMs)
  } catch (error) {
    if (error instanceof LeaseLost) return
    const code = codeOf(error)
    const isTrouble = TROUBLE.includes(code)
    if (isTrouble) log.failure('job failed', error, { job: ref.jobId, attempt })
    const isOver = attempt >= MAX_ATTEMPTS_AFTER_TROUBLE && ref.kind !== TIRELESS
    if (isTrouble && !isOver) await later(RETRY_AFTER_MS)
    else await finishJob(scope, ref.jobId, attempt, { finishedAt: now(), errorCode: code })
  } finally {
    lease.end()
  }

  async function later(ms: number) {
    await releaseJob(scope, ref.jobId, attempt, ms)
    await queue(ref, new Date(now().getTime() + ms))
  }
}

/** A failure that has a code of ours is the job's answer; anything else is trouble, and tried again. */
function codeOf(error: unknown) {
  if (error instanceof LatchkeyError) return error.code
  return error instanceof KmsError ? 'key_refused' : 'internal'
}

function holdLease(scope: OrganizationScope, jobId: string, attempt: number, stopping: Workshop['stopping']) {
  let lost = false
  const renew = async () => {
    lost ||= !(await renewJob(scope, jobId, attempt, JOB_LEASE_MS))
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
  turn: Pick<RunningJob, 'jobId' | 'attempt' | 'now' | 'checkpoint'>,
): Promise<JobEnd> {
  const { jobId } = turn
  const job = await findJob(scope, jobId)
  if (!job) throw new LatchkeyError('not_found')
  const kind = jobKind.parse(job.kind)
  const requester = await requireRequester(workshop, scope, kind, job.requestedBy)
  const running: RunningJob = {
    ...workshop,
    ...turn,
    input: inputOf(kind, job.input),
    keys: workshop.keyring.of(scope.organizationId),
    requester,
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
  const roles = [person?.role, person?.platformRole]
  if (!person || !roles.some((role) => role && can(role, permission))) throw new LatchkeyError('forbidden')
  return { id: person.id, name: person.name }
}
