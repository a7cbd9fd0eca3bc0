import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { LatchkeyError } from '@/lib/domain/errors'
import { opaqueId } from '@/lib/domain/ids'
import { insertJob } from '@/lib/store/jobs'
import { findActiveLink } from '@/lib/store/key-views'
import { type Context, change, inOrganization } from '../context'

export const checkNowInput = z.strictObject({ submissionId: opaqueId })

/**
 * Has the linked key proven now instead of at its next turn.
 * @returns the job that shows what the key said
 * @throws LatchkeyError forbidden, no_key_linked, already_submitted
 */
export async function checkNow(context: Context, input: z.output<typeof checkNowInput>) {
  const { scope, actor } = inOrganization(context, 'keys.check')
  const link = await findActiveLink(scope)
  if (!link) throw new LatchkeyError('no_key_linked')
  const jobId = randomUUID()
  return change(context, scope, input.submissionId, async (tx) => {
    await insertJob(tx, { id: jobId, kind: 'check-now', input: {}, requestedBy: actor.userId })
    return { result: { jobId }, audit: { action: 'key.check_requested', target: link.id } }
  })
}
