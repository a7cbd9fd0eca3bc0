import { LatchkeyError } from '@/lib/domain/errors'
import type { RotationStep } from '@/lib/domain/rotation'
import { openRotation, updateRotation } from '@/lib/store/rotations'
import type { JobEnd, RunningJob } from '../job'
import { begun, ended, refused } from './course'
import { Culprit } from './culprit'
import { requireApproval } from './require-approval'
import { audit, Blocked, type Change, Refused, STAGES } from './stages'

const AGAIN_AFTER_MS = 10_000
const CONFLICT_AGAIN_AFTER_MS = 1_000

/**
 * Carries out an approved rotation, stage by stage, from where its row says it is. Whatever interrupts it, another
 * turn goes on from there. @throws LatchkeyError forbidden, own_request, request_closed
 */
export async function rotate(job: RunningJob<'rotate'>): Promise<JobEnd> {
  const { keys, parts, now } = job
  const rows = await keys.rows(true)
  const opened = await openRotation(keys.scope, job.input.requestId, now())
  if (opened.finishedAt) return { result: { stage: opened.stage } }
  await requireApproval(keys, parts, opened)
  const oldKey = rows.links.find((link) => link.id === opened.oldLinkId) ?? keys.link?.row
  const culprit = new Culprit(oldKey?.keyId ?? '')
  const change: Change = { job, keys, parts: culprit.watching(parts), rotation: opened }

  for (const [step, run] of STAGES) {
    if (isBefore(step, change.rotation.stage)) continue
    culprit.promoted = isBefore('promoted', step)
    try {
      await runStage(change, step, run)
    } catch (error) {
      return afterFailure(change, culprit, error)
    }
  }
  return { result: { stage: 'complete' } }
}

const isBefore = (step: RotationStep, stage: string) =>
  STAGES.findIndex(([name]) => name === step) < STAGES.findIndex(([name]) => name === stage)

async function runStage(
  change: Change,
  step: RotationStep,
  run: (change: Change) => Promise<object>,
): Promise<void> {
  const { keys, job, rotation } = change
  const course = begun(rotation.course, step, job.now())
  // Complete is what a rotation is called once it is: its own transaction says so.
  const stage = step === 'complete' ? rotation.stage : step
  await updateRotation(keys.scope, rotation.id, { stage, course, blockedCode: null })
  const { set, ...end } = (await run(change)) as Awaited<ReturnType<(typeof STAGES)[number][1]>>
  await updateRotation(keys.scope, rotation.id, { ...set, course: ended(course, step, job.now(), end) })
  change.rotation = await openRotation(keys.scope, rotation.id, job.now())
}

async function afterFailure(
  { keys, job, rotation }: Change,
  culprit: Culprit,
  error: unknown,
): Promise<JobEnd> {
  if (error instanceof Refused) {
    await keys.scope.transaction(async (tx) => {
      const finishedAt = job.now()
      const { course } = await openRotation(tx, rotation.id, finishedAt)
      await updateRotation(tx, rotation.id, {
        stage: 'refused',
        blockedCode: null,
        finishedAt,
        course: refused(course, finishedAt, error.message),
      })
      await audit(tx, 'rotation.refused', rotation, { reason: error.message })
    })
    return { result: { stage: 'refused' } }
  }
  if (error instanceof LatchkeyError && error.code === 'conflict')
    return { againAfterMs: CONFLICT_AGAIN_AFTER_MS }
  const blockedCode = error instanceof Blocked ? error.code : culprit.blockedBy(error)
  if (!blockedCode) throw error
  await updateRotation(keys.scope, rotation.id, { blockedCode })
  return { againAfterMs: AGAIN_AFTER_MS }
}
