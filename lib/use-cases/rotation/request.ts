import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { LatchkeyError } from '@/lib/domain/errors'
import { opaqueId } from '@/lib/domain/ids'
import { REQUEST_LIFETIME_DAYS } from '@/lib/domain/rotation'
import { line } from '@/lib/domain/text'
import { appendAudit } from '@/lib/store/audit'
import { insertJob } from '@/lib/store/jobs'
import { findActiveLink } from '@/lib/store/key-views'
import { closeExpiredRequests, findOpenRequest, insertRotationRequest } from '@/lib/store/rotation-requests'
import { type Context, change, inOrganization } from '../context'
import { offeredKeyFrom, pastedAccess } from '../keys/offered-key-from'

export const requestRotationInput = z.strictObject({
  submissionId: opaqueId,
  reason: line(500),
  newKeyId: z.string({ error: 'Paste what names the key.' }).max(2_000),
  ...pastedAccess,
})

const DAY_MS = 24 * 60 * 60_000

/**
 * Asks for a change of the customer root key: it waits for support staff. Both keys are checked at once, so that
 * whoever decides sees how they do.
 * @throws LatchkeyError no_key_linked, keys_not_offered, cloud_not_set_up, invalid_input (newKeyId, roleArn, tenantId),
 *   rotation_in_progress, already_submitted
 */
export async function requestRotation(context: Context, input: z.output<typeof requestRotationInput>) {
  const { scope, actor, now } = inOrganization(context, 'rotation.request')
  const asked = await offeredKeyFrom(scope, input.newKeyId, input, 'newKeyId')
  const { keyId: newKeyId, access: newKeyAccess } = asked
  const link = await findActiveLink(scope)
  if (!link) throw new LatchkeyError('no_key_linked')
  if (link.keyId === newKeyId) {
    const newKey = 'This is the key in use now. A rotation needs another key.'
    throw new LatchkeyError('invalid_input', { fields: { newKeyId: newKey } })
  }
  const id = randomUUID()
  const requestedBy = actor.userId
  const expiresAt = new Date(now.getTime() + REQUEST_LIFETIME_DAYS * DAY_MS)
  return change(context, scope, input.submissionId, async (tx) => {
    for (const expired of await closeExpiredRequests(tx, now)) {
      const closed = { action: 'rotation.expired', target: expired }
      await appendAudit(tx, { ...closed, actorId: requestedBy, actorName: actor.name })
    }
    if (await findOpenRequest(tx, now)) throw new LatchkeyError('rotation_in_progress')
    const { reason } = input
    const request = { id, reason, newKeyId, newKeyAccess, requestedBy, requestedAt: now, expiresAt }
    await insertRotationRequest(tx, request)
    await insertJob(tx, { id: randomUUID(), kind: 'preflight', input: { ...asked }, requestedBy })
    await insertJob(tx, { id: randomUUID(), kind: 'check-now', input: {}, requestedBy })
    const detail = { reason, oldKeyId: link.keyId, newKeyId }
    return { result: { requestId: id }, audit: { action: 'rotation.requested', target: id, detail } }
  })
}
