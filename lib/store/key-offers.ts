import { type OfferedIdentities, offeredIdentities } from '@/lib/domain/link-identity'
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

/** Sets up, changes or, with null, withdraws what an organization is offered. Links that exist go on. */
export async function saveKeyOffer(scope: OrganizationScope, offer: KeyOffer | null, now: Date) {
  if (!offer) {
    await scope.db.keyOffer.updateMany({ where: { withdrawnAt: null }, data: { withdrawnAt: now } })
    return
  }
  const { organizationId, db } = scope
  const data = { ...offer, offeredAt: now, withdrawnAt: null }
  await db.keyOffer.upsert({ where: { organizationId }, create: { organizationId, ...data }, update: data })
}
