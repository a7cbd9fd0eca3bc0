import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { LatchkeyError } from '@/lib/domain/errors'
import { opaqueId } from '@/lib/domain/ids'
import { insertJob } from '@/lib/store/jobs'
import { findActiveLink } from '@/lib/store/key-views'
import { type Context, change, inOrganization } from '../context'
import { offeredKeyFrom, pastedAccess } from './offered-key-from'

const acknowledged = z.literal('on', { error: 'Acknowledge this duty to go on.' })

export const linkKeyInput = z.strictObject({
  submissionId: opaqueId,
  keyId: z.string().max(500),
  ...pastedAccess,
  confidential: acknowledged,
  intact: acknowledged,
  available: acknowledged,
})

/**
 * Asks the encryption service to prove a key again and to link it. That the admin took on the three duties
 * is kept in the audit log.
 * @returns the job that shows how it goes, the key's id and the way to it
 * @throws LatchkeyError forbidden, invalid_input, keys_not_offered, cloud_not_set_up, key_already_linked,
 *   already_submitted
 */
export async function linkKey(context: Context, input: z.output<typeof linkKeyInput>) {
  const { scope, actor } = inOrganization(context, 'keys.link')
  const { keyId, access } = await offeredKeyFrom(scope, input.keyId, input, 'keyId')
  if (await findActiveLink(scope)) throw new LatchkeyError('key_already_linked')
  const jobId = randomUUID()
  return change(context, scope, input.submissionId, async (tx) => {
    const job = { id: jobId, kind: 'link-key', requestedBy: actor.userId }
    await insertJob(tx, { ...job, input: { keyId, access, dutiesAcknowledged: true } })
    const detail = { keyId, duties: ['confidential', 'intact', 'available'] }
    return {
      result: { jobId, keyId, access },
      audit: { action: 'key.link_requested', target: keyId, detail },
    }
  })
}
