import { z } from 'zod'

/** How long a request for a rotation waits for a decision. */
export const REQUEST_LIFETIME_DAYS = 7

/** The steps of a change of root key, in order (design, section 7). */
export const ROTATION_STEPS = [
  'preflight',
  'staged',
  'promoted',
  'rewrapping',
  'verifying',
  'complete',
] as const
export type RotationStep = (typeof ROTATION_STEPS)[number]

/** Where a rotation is: one of its steps, or refused, which changed nothing. */
export const rotationStage = z.enum([...ROTATION_STEPS, 'refused'])
export type RotationStage = z.infer<typeof rotationStage>

/** What people read about a stage: its name, and what it is for. */
export const STAGE_WORDS: Record<RotationStage, { label: string; sentence: string }> = {
  preflight: {
    label: 'Prove both keys',
    sentence: 'The old key and the new key are each proven, before anything changes.',
  },
  staged: {
    label: 'Stage everywhere',
    sentence: 'Every running process proves that it can use the new key.',
  },
  promoted: {
    label: 'Promote',
    sentence:
      'The new key becomes active: new data keys are made, and writes under the old ones are refused.',
  },
  rewrapping: {
    label: 'Rewrap',
    sentence: 'Every share and data key is wrapped under the new key. The data itself is not touched.',
  },
  verifying: {
    label: 'Verify',
    sentence: 'Every share and data key is opened once more, this time without the old key.',
  },
  complete: {
    label: 'Complete',
    sentence: 'The count of what still needs the old key is zero.',
  },
  refused: {
    label: 'Refused',
    sentence: 'The checks failed before anything was changed. The old key stays in use.',
  },
}

/** Why a rotation waits, by the code the encryption service writes; it goes on by itself. */
export const BLOCKED_WORDS = {
  old_key_denied: {
    message: 'The old key refuses us.',
    fix: 'Your cloud administrator has to restore our access to the old key.',
  },
  new_key_denied: {
    message: 'The new key refuses us.',
    fix: 'Your cloud administrator has to restore our access to the new key.',
  },
  old_key_unreachable: {
    message: 'The old key can’t be reached.',
    fix: 'Nothing to do: it goes on when your cloud answers again.',
  },
  new_key_unreachable: {
    message: 'The new key can’t be reached.',
    fix: 'Nothing to do: it goes on when your cloud answers again.',
  },
  platform_key_unavailable: {
    message: 'The platform’s own key is not available.',
    fix: 'The operator has been told. It goes on when the key is back.',
  },
  trouble: {
    message: 'Something went wrong on our side.',
    fix: 'The operator has been told. It is tried again until it works.',
  },
} as const satisfies Record<string, { message: string; fix: string }>
export type BlockedCode = keyof typeof BLOCKED_WORDS

/** What people read about a code; one that this version doesn't know is named as it is. */
export function blockedWords(code: string): { message: string; fix: string } {
  return code in BLOCKED_WORDS
    ? BLOCKED_WORDS[code as BlockedCode]
    : { message: `It waits (${code}).`, fix: 'It goes on by itself when the cause is gone.' }
}

/** One stage as it went: when, what was said of it, and what was counted. */
export const courseEntry = z.object({
  stage: rotationStage,
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().optional(),
  note: z.string().optional(),
  counts: z.record(z.string(), z.number().int().nonnegative()).optional(),
})
export type CourseEntry = z.infer<typeof courseEntry>

/** What the service has done so far, stage by stage. */
export const rotationCourse = z.array(courseEntry)

/** The count, from the data itself, of what still depends on the old key. */
export const rotationCensus = z.object({
  oldKeyId: z.string(),
  wrapsUnderOldKey: z.number().int().nonnegative(),
  sharesTotal: z.number().int().nonnegative(),
  sharesOpenedWithoutOldKey: z.number().int().nonnegative(),
  dataKeysTotal: z.number().int().nonnegative(),
  dataKeysOpenedWithoutOldKey: z.number().int().nonnegative(),
  checkedAt: z.iso.datetime(),
})
export type RotationCensus = z.infer<typeof rotationCensus>

/** Whether a census shows that nothing needs the old key, and that this was tried, not assumed. */
export function oldKeyIsFree(census: RotationCensus): boolean {
  return (
    census.wrapsUnderOldKey === 0 &&
    census.sharesOpenedWithoutOldKey === census.sharesTotal &&
    census.dataKeysOpenedWithoutOldKey === census.dataKeysTotal
  )
}

/** Where a request is, as people see it. */
export const requestStatus = z.enum([
  'waiting',
  'expired',
  'rejected',
  'starting',
  'running',
  'blocked',
  'complete',
  'refused',
])
export type RequestStatus = z.infer<typeof requestStatus>

/** What people read about a status, and whose move it is. */
export const REQUEST_STATUS_WORDS: Record<RequestStatus, { label: string; sentence: string }> = {
  waiting: { label: 'Waiting for approval', sentence: 'Support staff have to approve or reject it.' },
  expired: { label: 'Expired', sentence: 'Nobody decided in time. Ask again if it is still needed.' },
  rejected: { label: 'Rejected', sentence: 'Support staff rejected it. Nothing was changed.' },
  starting: { label: 'Approved', sentence: 'The encryption service begins in a moment.' },
  running: { label: 'Under way', sentence: 'The encryption service is at work. Keep both keys.' },
  blocked: { label: 'Blocked', sentence: 'It waits for a key and goes on by itself. Keep both keys.' },
  complete: { label: 'Complete', sentence: 'The new key is in use, and the old one is no longer needed.' },
  refused: { label: 'Refused', sentence: 'The checks failed before anything was changed.' },
}

/** What is known of a request and of the rotation that followed it. */
export interface RequestFacts {
  decision: 'pending' | 'approved' | 'rejected'
  decidedBy: string | null
  expiresAt: Date
  rotation: { stage: RotationStage; blockedCode: string | null } | null
}

/**
 * Where a request is. One that nobody decided is closed by the next request, as rejected by nobody:
 * it reads as expired either way.
 */
export function requestStatusOf(
  { decision, decidedBy, expiresAt, rotation }: RequestFacts,
  now: Date,
): RequestStatus {
  if (decision === 'pending') return expiresAt > now ? 'waiting' : 'expired'
  if (decision === 'rejected') return decidedBy === null ? 'expired' : 'rejected'
  if (!rotation) return 'starting'
  if (rotation.stage === 'complete' || rotation.stage === 'refused') return rotation.stage
  return rotation.blockedCode ? 'blocked' : 'running'
}

/** Whether anything may still change by itself, so that a page keeps looking. */
export function isSettled(status: RequestStatus): boolean {
  return ['expired', 'rejected', 'complete', 'refused'].includes(status)
}

/** A count that the service wrote in words: `dataKeys: 4` reads "4 data keys". */
export function countWords(name: string, count: number): string {
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replace(/\bkms\b/, 'KMS')
  const one = words.replace(/processes$/, 'process').replace(/([^s])s\b/, '$1')
  return `${count.toLocaleString('en')} ${count === 1 ? one : words}`
}

/**
 * About how many calls to the customer's KMS a rotation costs, whatever the amount of data: both keys are
 * checked, each share is unwrapped, wrapped and opened again, and a new share is made under both keys.
 * @param shares customer shares in use
 * @param processes running processes, each of which proves the new key
 */
export function estimatedKmsCalls(shares: number, processes = 1): number {
  const checks = 8
  const perShare = 3
  const newShare = 4
  return checks + processes + shares * perShare + newShare
}
