import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { LatchkeyError } from '@/lib/domain/errors'
import { opaqueId } from '@/lib/domain/ids'
import { insertJob } from '@/lib/store/jobs'
import { findActiveLink } from '@/lib/store/key-views'
import { type Context, change, inOrganization } from '../context'
import { offeredKeyFrom, pastedAccess } from './offered-key-from'

/** Longer than what names any key, so that what was pasted gets a sentence of its own. */
const MAX_PASTED = 2_000

export const startPreflightInput = z.strictObject({
  submissionId: opaqueId,
  keyId: z.string({ error: 'Paste what names the key.' }).max(MAX_PASTED),
  ...pastedAccess,
})

/**
 * Begins the live checks of a key. Nothing of the key is stored but the checks' own rows.
 * @returns the job that shows them, the key's id as it was understood, and the way to it
 * @throws LatchkeyError forbidden, invalid_input (keyId, roleArn, tenantId), keys_not_offered, cloud_not_set_up,
 *   key_already_linked, already_submitted
 */
export async function startPreflight(context: Context, input: z.output<typeof startPreflightInput>) {
  const { scope, actor } = inOrganization(context, 'keys.link')
  const { keyId, access } = await offeredKeyFrom(scope, input.keyId, input, 'keyId')
  const link = await findActiveLink(scope)
  if (link?.keyId === keyId) throw new LatchkeyError('key_already_linked')
  const jobId = randomUUID()
  return change(context, scope, input.submissionId, async (tx) => {
    await insertJob(tx, { id: jobId, kind: 'preflight', input: { keyId, access }, requestedBy: actor.userId })
    const audit = { action: 'key.checks_requested', target: keyId, detail: { keyId } }
    return { result: { jobId, keyId, access }, audit }
  })
}
