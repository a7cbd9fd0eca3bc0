import type { OfferedRegions } from './key-reference'
import { cloudsOf, type OfferedIdentities } from './link-identity'
import type { Cloud } from './provider'

/** What the vendor has set up for an organization; no regions: every one of the installation's. */
interface Offer {
  identities: OfferedIdentities
  regions: readonly string[]
}

/** Where an organization's keys may lie: what the installation offers, narrowed to what is chosen for it. */
export function offeredRegions(installation: OfferedRegions, { regions }: Pick<Offer, 'regions'>) {
  const isChosen = (region: string) => regions.length === 0 || regions.includes(region)
  return { aws: installation.aws.filter(isChosen), google: installation.google.filter(isChosen) }
}

/** The clouds in which an organization may have its key: set up for it, with a region to have one in. */
export function offeredClouds(installation: OfferedRegions, offer: Offer): Cloud[] {
  const regions = offeredRegions(installation, offer)
  return cloudsOf(offer.identities).filter((cloud) => cloud === 'azure' || regions[cloud].length > 0)
}
