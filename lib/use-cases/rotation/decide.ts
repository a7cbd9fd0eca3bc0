import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { LatchkeyError } from '@/lib/domain/errors'
import { opaqueId, organizationId } from '@/lib/domain/ids'
import { line } from '@/lib/domain/text'
import { insertJob } from '@/lib/store/jobs'
import { decideRequest, findRotationRequest, organizationOfRequest } from '@/lib/store/rotation-requests'
import { type Context, change, onPlatform } from '../context'
import { knownId } from '../known-id'

export const decideRotationInput = z.strictObject({
  submissionId: opaqueId,
  requestId: z.string().max(100),
  decision: z.enum(['approved', 'rejected'], { error: 'Approve or reject.' }),
  reason: line(500),
})

/**
 * Decides a request once, with a reason that the organization reads in its own audit log. An approval queues
 * the rotation in the same transaction; the service checks requester, decider and expiry again before it acts.
 * @throws LatchkeyError forbidden, not_found, own_request, request_closed, already_submitted
 */
export async function decideRotation(context: Context, input: z.output<typeof decideRotationInput>) {
  const { platform, actor, store, now } = onPlatform(context, 'rotation.decide')
  const id = knownId(input.requestId)
  const organization = await organizationOfRequest(platform, id)
  if (!organization) throw new LatchkeyError('not_found')
  const scope = store.organization(organizationId.parse(organization.id))
  const request = await findRotationRequest(scope, id)
  if (!request) throw new LatchkeyError('not_found')
  if (request.requestedBy === actor.userId) throw new LatchkeyError('own_request')
  const { decision, reason } = input
  const decidedBy = actor.userId
  return change(context, scope, input.submissionId, async (tx) => {
    await decideRequest(tx, id, { decision, decidedBy, decidedAt: now, decisionReason: reason })
    if (decision === 'approved') {
      await insertJob(tx, {
        id: randomUUID(),
        kind: 'rotate',
        input: { requestId: id },
        requestedBy: decidedBy,
      })
    }
    return {
      result: { requestId: id },
      audit: { action: `rotation.${decision}`, target: id, detail: { reason } },
    }
  })
}
