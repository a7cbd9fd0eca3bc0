import { offeredClouds } from '@/lib/domain/offered'
import type { OfferRow } from '@/lib/domain/views/offers'
import type { listKeyOffers } from '@/lib/store/key-offers'

import { installationRegions } from '../installation-regions'

type Found = Awaited<ReturnType<typeof listKeyOffers>>[number]

/** An organization's offer as the operator sees it; the external id is not theirs to know. */
export function toOfferRow({ id, name, keyOffer, keyLinks: [link] }: Found): OfferRow {
  const withdrawnAt = keyOffer?.withdrawnAt ?? null
  return {
    id,
    name,
    offer: keyOffer && !withdrawnAt ? offerOf(keyOffer) : null,
    withdrawnAt: withdrawnAt?.toISOString() ?? null,
    link: link ? { provider: link.provider, keyId: link.keyId, since: link.createdAt.toISOString() } : null,
  }
}

function offerOf(offer: NonNullable<Found['keyOffer']>) {
  const { identities, regions, offeredAt } = offer
  const { azureClientId, googleServiceAccount } = identities
  const clouds = offeredClouds(installationRegions(), offer)
  return { clouds, azureClientId, googleServiceAccount, regions, since: offeredAt.toISOString() }
}
