import { z } from 'zod'
import { checkRow } from '@/lib/domain/jobs'
import {
  estimatedKmsCalls,
  isSettled,
  requestStatusOf,
  rotationCensus,
  rotationCourse,
} from '@/lib/domain/rotation'
import type { KeyChecks, RotationRow, RotationView } from '@/lib/domain/views/rotation'
import type { findLatestPreflight } from '@/lib/store/jobs'
import type { readKeys } from '@/lib/store/key-views'
import type { findRotationRequest } from '@/lib/store/rotation-requests'

type Request = NonNullable<Awaited<ReturnType<typeof findRotationRequest>>>
type Keys = Awaited<ReturnType<typeof readKeys>>
type Preflight = Awaited<ReturnType<typeof findLatestPreflight>>
type Names = Map<string, string>

const FORMER_MEMBER = 'Someone who has left'

/** A request as lists show it. */
export function toRotationRow(request: Request, names: Names, now: Date): RotationRow {
  return {
    id: request.id,
    status: requestStatusOf(request, now),
    reason: request.reason,
    newKeyId: request.newKeyId,
    requestedBy: names.get(request.requestedBy) ?? FORMER_MEMBER,
    requestedAt: request.requestedAt.toISOString(),
    expiresAt: request.expiresAt.toISOString(),
    finishedAt: request.rotation?.finishedAt?.toISOString() ?? null,
  }
}

/** A request with its decision, the checks of its new key, and the course of its rotation. */
export function toRotationView(
  request: Request,
  facts: { keys: Keys; preflight: Preflight; names: Names; now: Date },
): RotationView {
  const { keys, preflight, names, now } = facts
  const row = toRotationRow(request, names, now)
  const { rotation } = request
  return {
    ...row,
    readAt: now.toISOString(),
    oldKeyId: oldKeyOf(request, keys, row.status),
    decision: decisionOf(request, names),
    newKeyChecks: toChecks(preflight),
    expectedKmsCalls: estimatedKmsCalls(keys.wraps.filter((wrap) => wrap.half === 'customer').length),
    rotation: rotation && {
      stage: rotation.stage,
      blockedCode: rotation.blockedCode,
      startedAt: rotation.startedAt.toISOString(),
      finishedAt: rotation.finishedAt?.toISOString() ?? null,
      course: rotationCourse.parse(rotation.course),
      census: rotationCensus.nullable().parse(rotation.census),
    },
  }
}

/** The key to be replaced: named by the rotation once there is one, before that the key in use. */
function oldKeyOf({ rotation }: Request, { links }: Keys, status: RotationRow['status']): string | null {
  if (rotation?.oldLinkId) return links.find((link) => link.id === rotation.oldLinkId)?.keyId ?? null
  if (isSettled(status)) return null
  return links.find((link) => link.state === 'active')?.keyId ?? null
}

function decisionOf(request: Request, names: Names): RotationView['decision'] {
  const { decision, decidedBy, decidedAt, decisionReason } = request
  if (decision === 'pending' || !decidedBy || !decidedAt) return null
  const by = names.get(decidedBy) ?? FORMER_MEMBER
  return { outcome: decision, by, at: decidedAt.toISOString(), reason: decisionReason ?? '' }
}

const verdict = z.object({ passed: z.boolean() })

function toChecks(job: Preflight): KeyChecks | null {
  if (!job) return null
  const result = verdict.safeParse(job.run?.result)
  return {
    state: job.run?.state ?? 'queued',
    askedAt: job.createdAt.toISOString(),
    rows: z.array(checkRow).parse(job.run?.progress ?? []),
    passed: result.success ? result.data.passed : null,
  }
}
