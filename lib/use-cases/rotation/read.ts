import { z } from 'zod'
import { LatchkeyError } from '@/lib/domain/errors'
import type { RotationView } from '@/lib/domain/views/rotation'
import { findLatestPreflight } from '@/lib/store/jobs'
import { readKeys } from '@/lib/store/key-views'
import { namesOf } from '@/lib/store/people'
import { findRotationRequest } from '@/lib/store/rotation-requests'
import { type Context, inOrganization } from '../context'
import { knownId } from '../known-id'
import { toRotationView } from './rotation-view'

export const readRotationInput = z.strictObject({ id: z.string().max(100) })

/** A request of the organization and its rotation. @throws LatchkeyError forbidden, not_found */
export async function readRotation(
  context: Context,
  input: z.output<typeof readRotationInput>,
): Promise<RotationView> {
  const { scope, store, now } = inOrganization(context, 'rotation.read')
  const request = await findRotationRequest(scope, knownId(input.id))
  if (!request) throw new LatchkeyError('not_found')
  const [keys, preflight, names] = await Promise.all([
    readKeys(scope),
    findLatestPreflight(scope, request.newKeyId),
    namesOf(store.platform, [request.requestedBy, request.decidedBy]),
  ])
  return toRotationView(request, { keys, preflight, names, now })
}
