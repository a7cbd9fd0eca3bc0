import { z } from 'zod'
import { leadsElsewhere } from '@/lib/domain/connection-binding'
import { connectionFields, databasePassword } from '@/lib/domain/connection-input'
import { LatchkeyError } from '@/lib/domain/errors'
import { opaqueId } from '@/lib/domain/ids'
import { findConnection, updateConnection as write } from '@/lib/store/connections'
import type { OrganizationScope } from '@/lib/store/scope'
import { type Context, change, inOrganization } from '../context'
import { encryptAgainIfStale } from '../encrypt-again'
import { knownId } from '../known-id'
import { encryptCredential, refusingTakenName } from './encrypt-credential'
import { refuseUnverifiedTls } from './form-options'

export const updateConnectionInput = z.strictObject({
  submissionId: opaqueId,
  id: z.string(),
  /** the revision that the form was filled from */
  revision: z.iso.datetime({ error: 'Load the page again.' }),
  ...connectionFields,
  /** empty: the stored one is kept */
  password: z.union([z.literal(''), databasePassword]).optional(),
})
export type UpdateConnection = z.infer<typeof updateConnectionInput>

type Fields = Omit<UpdateConnection, 'submissionId' | 'id' | 'revision' | 'password'>

/** What a test found out belongs to the server, database and user that it reached. */
const NOT_TESTED = { catalog: null, lastTestAt: null, lastTestCode: null }

/**
 * Changes a connection. A password was given for one server, database and user, so another of those asks for
 * it again instead of sending it to a new place.
 * @throws LatchkeyError forbidden, not_found, invalid_input, conflict, already_submitted, and what encrypting says
 */
export async function updateConnection(context: Context, input: UpdateConnection): Promise<{ id: string }> {
  const inside = inOrganization(context, 'connections.write')
  const id = knownId(input.id)
  const { submissionId, id: _given, revision, password, ...fields } = input
  const before = await findUnchanged(inside.scope, id, revision)
  if (fields.verifyTls !== before.verifyTls) refuseUnverifiedTls(fields)
  const moved = leadsElsewhere(before, fields)
  if (moved && !password) throw passwordNeeded()

  return encryptAgainIfStale(async () => {
    const credential = password ? await encryptCredential(inside, { id, ...fields }, password) : undefined
    return change(context, inside.scope, submissionId, async (tx) => {
      const row = { ...fields, ...(moved ? NOT_TESTED : {}), credential }
      const saved = await refusingTakenName(
        write(
          tx,
          { id, unchangedSince: before.updatedAt },
          { ...row, updatedAt: later(before.updatedAt, inside.now) },
        ),
      )
      if (!saved) throw new LatchkeyError('conflict')
      const detail = { name: fields.name, ...changes(before, fields), passwordChanged: Boolean(password) }
      return { result: { id }, audit: { action: 'connection.updated', target: id, detail } }
    })
  })
}

async function findUnchanged(scope: OrganizationScope, id: string, revision: string) {
  const found = await findConnection(scope, id)
  if (!found) throw new LatchkeyError('not_found')
  if (found.updatedAt.toISOString() !== revision) throw new LatchkeyError('conflict')
  return found
}

function passwordNeeded(): LatchkeyError {
  return new LatchkeyError('invalid_input', {
    fields: { password: 'Host, port, database or user changed: enter the password again.' },
  })
}

/** Now, but never the same moment as before: the time of the last change is what tells two states apart. */
function later(before: Date, now: Date): Date {
  return new Date(Math.max(now.getTime(), before.getTime() + 1))
}

/** The fields that differ, before and after. */
function changes(before: Fields, after: Fields) {
  const names = Object.keys(after) as (keyof Fields)[]
  const changed = names.filter((name) => before[name] !== after[name])
  const pick = (from: Fields) => Object.fromEntries(changed.map((name) => [name, from[name]]))
  return { before: pick(before), after: pick(after) }
}
