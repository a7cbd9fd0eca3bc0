import { z } from 'zod'
import { LatchkeyError } from '@/lib/domain/errors'
import { organizationId } from '@/lib/domain/ids'
import type { DeskView } from '@/lib/domain/views/rotation'
import { findLatestPreflight } from '@/lib/store/jobs'
import { readKeys } from '@/lib/store/key-views'
import { namesOf, roleIn } from '@/lib/store/people'
import { findRotationRequest, organizationOfRequest } from '@/lib/store/rotation-requests'
import { type Context, onPlatform } from '../context'
import { knownId } from '../known-id'
import { toRotationView } from './rotation-view'

export const readDeskInput = z.strictObject({ id: z.string().max(100) })

/** A request with what was checked, for whoever decides it. @throws LatchkeyError forbidden, not_found */
export async function readDesk(context: Context, input: z.output<typeof readDeskInput>): Promise<DeskView> {
  const { platform, store, actor, now } = onPlatform(context, 'rotation.desk')
  const id = knownId(input.id)
  const organization = await organizationOfRequest(platform, id)
  if (!organization) throw new LatchkeyError('not_found')
  const scope = store.organization(organizationId.parse(organization.id))
  const request = await findRotationRequest(scope, id)
  if (!request) throw new LatchkeyError('not_found')
  const [keys, preflight, names, role] = await Promise.all([
    readKeys(scope),
    findLatestPreflight(scope, request.newKeyId),
    namesOf(platform, [request.requestedBy, request.decidedBy]),
    roleIn(scope, request.requestedBy),
  ])
  const link = keys.links.find(({ state }) => state === 'active')
  const health = link?.availability
  return {
    ...toRotationView(request, { keys, preflight, names, now }),
    organization,
    own: request.requestedBy === actor.userId,
    requesterIsAdmin: role === 'organization_admin',
    currentKey: health
      ? {
          keyId: link.keyId,
          availability: health.availability,
          cause: health.cause,
          lastProofAt: health.lastProofAt?.toISOString() ?? null,
        }
      : null,
  }
}
