import { LatchkeyError } from '@/lib/domain/errors'
import { type OfferedIdentities, offeredIdentities } from '@/lib/domain/link-identity'
import type { PlatformScope } from './open'
import { isDuplicate } from './problems'
import type { OrganizationScope } from './scope'

/** What the vendor has set up for an organization. */
export interface KeyOffer {
  identities: OfferedIdentities
  /** empty: every region that this installation offers */
  regions: string[]
}

/** What an organization may link; null when the vendor offers it nothing, or no longer. */
export async function findKeyOffer({ db }: OrganizationScope): Promise<KeyOffer | null> {
  const row = await db.keyOffer.findFirst({ where: { withdrawnAt: null } })
  return row && { identities: offeredIdentities.parse(row.identities), regions: row.regions }
}

/**
 * Sets up, changes or, with null, withdraws what an organization is offered. Links that exist go on.
 * @throws LatchkeyError identity_in_use when another organization has one of the identities
 */
export async function saveKeyOffer(scope: OrganizationScope, offer: KeyOffer | null, now: Date) {
  const { organizationId, db } = scope
  if (!offer) {
    await db.keyOffer.updateMany({ where: { withdrawnAt: null }, data: { withdrawnAt: now } })
    return
  }
  const data = { ...offer, offeredAt: now, withdrawnAt: null }
  try {
    await db.keyOffer.upsert({ where: { organizationId }, create: { organizationId, ...data }, update: data })
  } catch (cause) {
    throw isDuplicate(cause) ? new LatchkeyError('identity_in_use', { cause }) : cause
  }
}

const OFFER_AND_LINK = {
  id: true,
  name: true,
  keyOffer: true,
  keyLinks: { where: { state: 'active' }, select: { provider: true, keyId: true, createdAt: true } },
} as const

/** Organizations by name, each with what it is or was offered and with its live link. */
export async function listKeyOffers({ db }: PlatformScope) {
  const found = await db.organization.findMany({
    select: OFFER_AND_LINK,
    orderBy: { name: 'asc' },
    take: 200,
  })
  return found.map(withParsedOffer)
}

/** One organization of that list; null when there is none by that id. */
export async function findOrganizationOffer({ db }: PlatformScope, id: string) {
  const found = await db.organization.findUnique({ where: { id }, select: OFFER_AND_LINK })
  return found && withParsedOffer(found)
}

interface Stored {
  keyOffer: { identities: unknown; regions: string[]; offeredAt: Date; withdrawnAt: Date | null } | null
}

function withParsedOffer<T extends Stored>({ keyOffer, ...organization }: T) {
  if (!keyOffer) return { ...organization, keyOffer }
  const { regions, offeredAt, withdrawnAt } = keyOffer
  const identities = offeredIdentities.parse(keyOffer.identities)
  return { ...organization, keyOffer: { identities, regions, offeredAt, withdrawnAt } }
}
