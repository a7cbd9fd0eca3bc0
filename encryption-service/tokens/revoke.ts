import { LatchkeyError } from '@/lib/domain/errors'
import { organizationId } from '@/lib/domain/ids'
import type { Store } from '@/lib/store/open'
import { changeTokens, findTokenOwner } from '@/lib/store/service-tokens'
import type { Person } from '../http/authenticate'
import { actsFor } from './reach'

/**
 * Revokes a token, with its record; one that is revoked already stays as it is. The platform's tokens are its
 * operator's to revoke, an organization's its admins'; anybody else finds none by that id.
 * @throws LatchkeyError not_found
 */
export async function revokeToken(store: Store, person: Person, id: string, now: Date): Promise<void> {
  const found = await findTokenOwner(store.platform, id)
  const maker = found?.byPlatform ? 'platform' : 'organization'
  if (!found || !actsFor(person, maker, found.organizationId)) throw new LatchkeyError('not_found')
  const owner = found.organizationId === null ? null : organizationId.parse(found.organizationId)
  await changeTokens(store, owner, async (change) => {
    const revoked = await change.revoke(id, person.id, now)
    if (!revoked) return
    const by = { actorId: person.id, actorName: person.name }
    await change.record({ ...by, action: 'token.revoked', target: id, detail: revoked })
  })
}
