import { LatchkeyError } from '@/lib/domain/errors'
import type { RotationStep } from '@/lib/domain/rotation'
import { bumpEpoch, type KeyRows, moveLink } from '@/lib/store/key-rows'
import { findRotationRequest } from '@/lib/store/rotation-requests'
import { openRotation, type RotationRow, updateRotation } from '@/lib/store/rotations'
import { log } from '../../log'
import { type JobEnd, LeaseLost, type RunningJob } from '../job'
import { begun, ended, refused } from './course'
import { Culprit } from './culprit'
import { requireApproval } from './require-approval'
import { audit, Blocked, type Change, Refused, STAGES } from './stages'

const AGAIN_AFTER_MS = 10_000
const SOON_AGAIN_AFTER_MS = 1_000
/** Passes by itself: something changed meanwhile, or this process may use no keys just now. */
const PASSING = ['conflict', 'service_unavailable']

/**
 * Carries out an approved rotation, stage by stage, from where its row says it is. Whatever interrupts it, another
 * turn goes on from there; once the new key is active, nothing but the end ends it.
 * @throws LatchkeyError not_found, forbidden, own_request, request_closed
 */
export async function rotate(job: RunningJob<'rotate'>): Promise<JobEnd> {
  const { keys, parts, now } = job
  const rows = await keys.rows(true)
  if (!(await findRotationRequest(keys.scope, job.input.requestId))) throw new LatchkeyError('not_found')
  const opened = await openRotation(keys.scope, job.input.requestId, now())
  if (opened.finishedAt) return { result: { stage: opened.stage } }
  // People may leave while it is under way: who approved counts until the new key is active.
  if (!isPromoted(opened, rows)) await requireApproval(keys, parts, opened).catch(closeUnapproved)
  const oldKey = rows.links.find((link) => link.id === opened.oldLinkId) ?? keys.link?.row
  const culprit = new Culprit(oldKey?.keyId ?? '')
  const change: Change = { job, keys, parts: culprit.watching(parts), rotation: opened }

  for (const [step, run] of STAGES) {
    if (isBefore(step, change.rotation.stage)) continue
    culprit.promoted = isBefore('promoted', step)
    try {
      const waiting = await runStage(change, step, run)
      if (waiting) return waiting
    } catch (error) {
      return afterFailure(change, culprit, error)
    }
  }
  return { result: { stage: 'complete' } }

  /** What was approved by the wrong people never begins; open for ever, it would keep out the next request. */
  async function closeUnapproved(error: unknown): Promise<never> {
    if (error instanceof LatchkeyError && opened.request.decision === 'approved') {
      await refuse(job, opened, error.message)
    }
    throw error
  }
}

const isPromoted = ({ newLinkId }: RotationRow, { links }: KeyRows) =>
  links.some((link) => link.id === newLinkId && link.state === 'active')

const isBefore = (step: RotationStep, stage: string) =>
  STAGES.findIndex(([name]) => name === step) < STAGES.findIndex(([name]) => name === stage)

/** Runs one stage; answers when to look again if it is not over. */
async function runStage(
  change: Change,
  step: RotationStep,
  run: (typeof STAGES)[number][1],
): Promise<{ againAfterMs: number } | null> {
  const { keys, job, rotation } = change
  await job.checkpoint()
  const course = begun(rotation.course, step, job.now())
  // Complete is what a rotation is called once it is: its own transaction says so.
  const stage = step === 'complete' ? rotation.stage : step
  await updateRotation(keys.scope, rotation.id, { stage, course, blockedCode: null })
  const result = await run(change)
  if ('againAfterMs' in result) return result
  const { set, ...end } = result
  await updateRotation(keys.scope, rotation.id, { ...set, course: ended(course, step, job.now(), end) })
  change.rotation = await openRotation(keys.scope, rotation.id, job.now())
  return null
}

async function afterFailure(
  { keys, job, rotation }: Change,
  culprit: Culprit,
  error: unknown,
): Promise<JobEnd> {
  if (error instanceof LeaseLost) throw error
  const code = error instanceof LatchkeyError ? error.code : 'internal'
  if (error instanceof Refused || (code === 'invalid_input' && !culprit.promoted)) {
    await refuse(job, rotation, (error as Error).message)
    return { result: { stage: 'refused' } }
  }
  if (PASSING.includes(code)) return { againAfterMs: SOON_AGAIN_AFTER_MS }
  const waitsFor = error instanceof Blocked ? error.code : culprit.blockedBy(error)
  if (!waitsFor) log.failure('rotation interrupted', error, { rotation: rotation.id })
  await updateRotation(keys.scope, rotation.id, { blockedCode: waitsFor ?? 'trouble' })
  return { againAfterMs: AGAIN_AFTER_MS }
}

/** Ends a rotation before it changed anything; the new key is free for another purpose. */
async function refuse(job: RunningJob<'rotate'>, { id }: RotationRow, reason: string) {
  const { keys, now } = job
  await job.checkpoint()
  await keys.scope.transaction(async (tx) => {
    const finishedAt = now()
    const rotation = await openRotation(tx, id, finishedAt)
    const { newLinkId } = rotation
    if (newLinkId && (await moveLink(tx, newLinkId, 'staged', 'retired', finishedAt))) await bumpEpoch(tx)
    const course = refused(rotation.course, finishedAt, reason)
    await updateRotation(tx, id, { stage: 'refused', blockedCode: null, finishedAt, course })
    await audit(tx, 'rotation.refused', rotation, { reason })
  })
}
