import { makeExternalId } from '@/lib/domain/aws-role'
import { LatchkeyError } from '@/lib/domain/errors'
import { type KeyReference, parseKeyReference } from '@/lib/domain/key-reference'
import { identityFor, type KeyAccess, type LinkIdentity } from '@/lib/domain/link-identity'
import { findKeyOffer, saveKeyOffer } from '@/lib/store/key-offers'
import type { OrganizationScope } from '@/lib/store/scope'
import type { Workshop } from './job'

/** A key that an organization may link, and who we are there. */
export interface OfferedKey {
  reference: KeyReference
  identity: LinkIdentity
  /** regions that are offered to the organization; empty: every one */
  regions: readonly string[]
}

/**
 * Reads what names a key, again: web's word is not enough. Only what the vendor offers the organization will do.
 * @throws LatchkeyError invalid_input, keys_not_offered, cloud_not_set_up
 */
export async function offeredKey(
  { regions }: Pick<Workshop, 'regions'>,
  scope: OrganizationScope,
  { keyId, access = {} }: { keyId: string; access?: KeyAccess },
): Promise<OfferedKey> {
  const parsed = parseKeyReference(keyId, regions)
  if (!parsed.ok) throw new LatchkeyError('invalid_input', { message: parsed.message })
  const { reference } = parsed
  const offer = await findKeyOffer(scope)
  if (!offer) throw new LatchkeyError('keys_not_offered')
  const isOffered = offer.regions.length === 0 || offer.regions.includes(reference.region)
  // Azure tells no region in a key's URL.
  if (!isOffered && reference.provider !== 'azure') throw new LatchkeyError('region_not_offered')
  const identity = identityFor(reference.provider, offer.identities, access)
  if (!identity) throw new LatchkeyError('cloud_not_set_up')
  return { reference, identity, regions: offer.regions }
}

/** An external id serves one link: the next one gets another. */
export async function renewExternalId(scope: OrganizationScope, now: Date): Promise<void> {
  const offer = await findKeyOffer(scope)
  if (!offer) return
  await saveKeyOffer(
    scope,
    { ...offer, identities: { ...offer.identities, awsExternalId: makeExternalId() } },
    now,
  )
}
