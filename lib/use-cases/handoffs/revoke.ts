import { z } from 'zod'
import { LatchkeyError } from '@/lib/domain/errors'
import { opaqueId } from '@/lib/domain/ids'
import { revokeHandoff as endHandoff, findLiveHandoff } from '@/lib/store/handoffs'
import { type Context, change, inOrganization } from '../context'

export const revokeHandoffInput = z.strictObject({ submissionId: opaqueId, id: opaqueId })

/** Ends a link that hands off the steps. @throws LatchkeyError forbidden, not_found, already_submitted */
export async function revokeHandoff(context: Context, input: z.output<typeof revokeHandoffInput>) {
  const { scope, actor, now } = inOrganization(context, 'keys.link')
  const { id } = input
  return change(context, scope, input.submissionId, async (tx) => {
    const handoff = await findLiveHandoff(tx, id, now)
    if (!handoff || !(await endHandoff(tx, id, actor.userId, now))) throw new LatchkeyError('not_found')
    const detail = { provider: handoff.provider }
    return { result: {}, audit: { action: 'handoff.revoked', target: id, detail } }
  })
}
