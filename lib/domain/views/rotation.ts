import { z } from 'zod'
import { checkRow } from '../jobs'
import { requestStatus, rotationCensus, rotationCourse, rotationStage } from '../rotation'

const time = z.iso.datetime()

/** A request for a rotation as lists show it. */
export const rotationRow = z.object({
  id: z.uuid(),
  status: requestStatus,
  reason: z.string(),
  newKeyId: z.string(),
  requestedBy: z.string(),
  requestedAt: time,
  expiresAt: time,
  finishedAt: time.nullable(),
})
export type RotationRow = z.infer<typeof rotationRow>

/** The live checks of a key as a job runs them. */
export const keyChecks = z.object({
  state: z.enum(['queued', 'running', 'done', 'failed']),
  askedAt: time,
  rows: z.array(checkRow),
  passed: z.boolean().nullable(),
})
export type KeyChecks = z.infer<typeof keyChecks>

/** A request with all that is known of it, and the course of the rotation that followed. */
export const rotationView = rotationRow.extend({
  readAt: time,
  oldKeyId: z.string().nullable(),
  decision: z
    .object({
      outcome: z.enum(['approved', 'rejected']),
      by: z.string(),
      at: time,
      reason: z.string(),
    })
    .nullable(),
  newKeyChecks: keyChecks.nullable(),
  expectedKmsCalls: z.number().int().nonnegative(),
  rotation: z
    .object({
      stage: rotationStage,
      blockedCode: z.string().nullable(),
      startedAt: time,
      finishedAt: time.nullable(),
      course: rotationCourse,
      census: rotationCensus.nullable(),
    })
    .nullable(),
})
export type RotationView = z.infer<typeof rotationView>

/** An organization's requests, newest first, and whether another may be made now. */
export const rotationList = z.object({
  requests: z.array(rotationRow),
  currentKeyId: z.string().nullable(),
  openRequestId: z.uuid().nullable(),
})
export type RotationList = z.infer<typeof rotationList>

const organization = z.object({ id: z.uuid(), name: z.string() })

/** The support desk's queue. */
export const deskList = z.object({
  requests: z.array(rotationRow.extend({ organization, own: z.boolean() })),
})
export type DeskList = z.infer<typeof deskList>

/** A request as the support desk sees it: with what was checked before anybody decides. */
export const deskView = rotationView.extend({
  organization,
  /** whether the person who looks made the request, and so may not decide it */
  own: z.boolean(),
  requesterIsAdmin: z.boolean(),
  currentKey: z
    .object({
      keyId: z.string(),
      availability: z.enum(['active', 'grace', 'stopped_denied', 'stopped_unreachable']),
      cause: z.string().nullable(),
      lastProofAt: time.nullable(),
    })
    .nullable(),
})
export type DeskView = z.infer<typeof deskView>
