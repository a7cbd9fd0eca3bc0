import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { LatchkeyError } from '@/lib/domain/errors'
import { opaqueId } from '@/lib/domain/ids'
import { findConnection } from '@/lib/store/connections'
import { insertJob } from '@/lib/store/jobs'
import { type Context, change, inOrganization } from '../context'
import { knownId } from '../known-id'

export const testConnectionInput = z.strictObject({ submissionId: opaqueId, id: z.string() })
export type TestConnection = z.infer<typeof testConnectionInput>

/**
 * Asks the encryption service to decrypt a connection's credential and really connect.
 * @returns the job that shows how it goes
 * @throws LatchkeyError forbidden, not_found, already_submitted
 */
export async function testConnection(context: Context, input: TestConnection): Promise<{ jobId: string }> {
  const { scope } = inOrganization(context, 'connections.test')
  const connectionId = knownId(input.id)
  const jobId = randomUUID()
  return change(context, scope, input.submissionId, async (tx) => {
    const found = await findConnection(tx, connectionId)
    if (!found) throw new LatchkeyError('not_found')
    const requestedBy = context.actor.userId
    await insertJob(tx, { id: jobId, kind: 'test-connection', input: { connectionId }, requestedBy })
    const detail = { name: found.name }
    const audit = { action: 'connection.test_requested', target: connectionId, detail }
    return { result: { jobId }, audit }
  })
}
