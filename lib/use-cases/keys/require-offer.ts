import { LatchkeyError } from '@/lib/domain/errors'
import { findKeyOffer, type KeyOffer } from '@/lib/store/key-offers'
import type { OrganizationScope } from '@/lib/store/scope'

/** What the vendor offers the organization. @throws LatchkeyError keys_not_offered */
export async function requireOffer(scope: OrganizationScope): Promise<KeyOffer> {
  const offer = await findKeyOffer(scope)
  if (!offer) throw new LatchkeyError('keys_not_offered')
  return offer
}
