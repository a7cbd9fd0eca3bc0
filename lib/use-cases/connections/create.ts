import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { connectionFields, databasePassword } from '@/lib/domain/connection-input'
import { opaqueId } from '@/lib/domain/ids'
import { insertConnection } from '@/lib/store/connections'
import { type Context, change, inOrganization } from '../context'
import { encryptAgainIfStale } from '../encrypt-again'
import { encryptCredential, refusingTakenName } from './encrypt-credential'
import { refuseUnverifiedTls } from './form-options'

export const createConnectionInput = z.strictObject({
  submissionId: opaqueId,
  ...connectionFields,
  password: databasePassword,
})
export type CreateConnection = z.infer<typeof createConnectionInput>

/**
 * Adds a connection; its password is encrypted before anything is written, so that saving needs the key.
 * @throws LatchkeyError forbidden, invalid_input, already_submitted, and what encrypting says
 */
export async function createConnection(context: Context, input: CreateConnection): Promise<{ id: string }> {
  const inside = inOrganization(context, 'connections.write')
  refuseUnverifiedTls(input)
  const { submissionId, password, ...fields } = input
  // Made here and not by the database, because the ciphertext is bound to it.
  const id = randomUUID()
  return encryptAgainIfStale(async () => {
    const credential = await encryptCredential(inside, { id, ...fields }, password)
    return change(context, inside.scope, submissionId, async (tx) => {
      await refusingTakenName(insertConnection(tx, { id, ...fields, credential }))
      return { result: { id }, audit: { action: 'connection.created', target: id, detail: fields } }
    })
  })
}
