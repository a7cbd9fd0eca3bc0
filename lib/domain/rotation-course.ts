import {
  blockedWords,
  type CourseEntry,
  countWords,
  REQUEST_LIFETIME_DAYS,
  ROTATION_STEPS,
  type RotationStep,
  STAGE_WORDS,
} from './rotation'
import type { CourseStage } from './views/course'
import type { RotationView } from './views/rotation'

/** The course of a request from the wish to the census, as the picture shows it. Pure. */
export function toCourse(view: RotationView): CourseStage[] {
  const steps = ROTATION_STEPS.map((step) => stepStage(step, view))
  return [askedStage(view), decisionStage(view), ...steps]
}

function askedStage({ requestedAt, requestedBy }: RotationView): CourseStage {
  return { key: 'asked', label: 'Asked', state: 'done', atIso: requestedAt, by: requestedBy }
}

function decisionStage({ status, decision }: RotationView): CourseStage {
  const stage = { key: 'decision', label: 'Approve' }
  if (status === 'waiting') return { ...stage, state: 'current', detail: 'Support staff decide.' }
  if (!decision) {
    const detail = `Nobody decided within ${REQUEST_LIFETIME_DAYS} days.`
    return { ...stage, state: 'rejected', detail }
  }
  const state = decision.outcome === 'approved' ? 'done' : 'rejected'
  const { at, by, reason } = decision
  return { ...stage, state, atIso: at, by, detail: `“${reason}”` }
}

function stepStage(step: RotationStep, view: RotationView): CourseStage {
  const { label, sentence } = STAGE_WORDS[step]
  const entry = view.rotation?.course.find(({ stage }) => stage === step)
  const state = stepState(step, entry, view)
  const stage: CourseStage = { key: step, label, state }
  const atIso = entry?.finishedAt ?? entry?.startedAt
  if (atIso) stage.atIso = atIso
  const detail = state === 'waiting' ? undefined : detailOf(state, entry, view, sentence)
  return detail ? { ...stage, detail } : stage
}

function stepState(
  step: RotationStep,
  entry: CourseEntry | undefined,
  { rotation, status }: RotationView,
): CourseStage['state'] {
  const isLast = rotation?.course.at(-1)?.stage === step
  if (status === 'refused' && isLast) return 'rejected'
  if (entry?.finishedAt || (status === 'complete' && entry)) return 'done'
  if (entry) return rotation?.blockedCode ? 'blocked' : 'current'
  return status === 'starting' && step === 'preflight' ? 'current' : 'waiting'
}

function detailOf(
  state: CourseStage['state'],
  entry: CourseEntry | undefined,
  { rotation }: RotationView,
  sentence: string,
): string {
  if (state === 'blocked' && rotation?.blockedCode) return blockedWords(rotation.blockedCode).message
  if (state === 'current') return sentence
  return entry?.note ?? countsOf(entry)
}

/** What a stage counted, in words: "2 shares, 7 data keys", or "2 of 2 shares opened" where there is a total. */
export function countsOf(entry: CourseEntry | undefined): string {
  const counts = entry?.counts ?? {}
  const words = Object.entries(counts).map(([name, count]) => {
    if (name.endsWith('Total') && name.replace(/Total$/, 'Opened') in counts) return null
    const total = name.endsWith('Opened') ? counts[name.replace(/Opened$/, 'Total')] : undefined
    return total === undefined ? countWords(name, count) : `${count} of ${countWords(name, total)}`
  })
  return words.filter((word) => word !== null).join(', ')
}
