import { z } from 'zod'
import { LatchkeyError } from '@/lib/domain/errors'
import { opaqueId } from '@/lib/domain/ids'
import { deleteConnection, findConnection } from '@/lib/store/connections'
import { type Context, change, inOrganization } from '../context'
import { knownId } from '../known-id'

export const removeConnectionInput = z.strictObject({
  submissionId: opaqueId,
  id: z.string(),
  /** the connection's name, typed to confirm */
  confirmation: z.string({ error: 'Type the name of the connection.' }).trim().max(100),
})
export type RemoveConnection = z.infer<typeof removeConnectionInput>

/**
 * Removes a connection with its credential, when its name was typed. Needs no key.
 * @throws LatchkeyError forbidden, not_found, invalid_input, already_submitted
 */
export async function removeConnection(context: Context, input: RemoveConnection): Promise<void> {
  const { scope } = inOrganization(context, 'connections.write')
  const id = knownId(input.id)
  await change(context, scope, input.submissionId, async (tx) => {
    const found = await findConnection(tx, id)
    if (!found) throw new LatchkeyError('not_found')
    if (found.name !== input.confirmation) {
      throw new LatchkeyError('invalid_input', {
        fields: { confirmation: `Type ${found.name} to confirm.` },
      })
    }
    if (!(await deleteConnection(tx, id))) throw new LatchkeyError('not_found')
    const { name, host, port, database, username } = found
    const detail = { name, host, port, database, username }
    return { result: undefined, audit: { action: 'connection.removed', target: id, detail } }
  })
}
