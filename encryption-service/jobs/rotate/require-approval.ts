import { LatchkeyError } from '@/lib/domain/errors'
import { can } from '@/lib/domain/permissions'
import type { OrganizationKeys } from '@/lib/keyring/organization-keys'
import type { KeyringParts } from '@/lib/keyring/parts'
import { findPerson } from '@/lib/store/people'
import type { RotationRow } from '@/lib/store/rotations'

/**
 * Reads request, requester and approver for itself before anything is changed: web's word is not enough.
 * @throws LatchkeyError forbidden, own_request, request_closed
 */
export async function requireApproval(
  keys: OrganizationKeys,
  { store }: KeyringParts,
  { request }: RotationRow,
): Promise<void> {
  if (request.decision !== 'approved' || !request.decidedBy || !request.decidedAt) {
    throw new LatchkeyError('request_closed')
  }
  if (request.decidedAt > request.expiresAt) throw new LatchkeyError('request_closed')
  if (request.decidedBy === request.requestedBy) throw new LatchkeyError('own_request')
  const [requester, approver] = await Promise.all([
    findPerson(store.platform, request.requestedBy, keys.id),
    findPerson(store.platform, request.decidedBy, keys.id),
  ])
  const allowed =
    can(requester?.role ?? null, 'rotation.request') && can(approver?.platformRole ?? null, 'rotation.decide')
  if (!allowed) throw new LatchkeyError('forbidden')
}
