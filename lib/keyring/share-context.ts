import type { WrapContext } from '@/lib/kms'
import type { MasterKeyRow } from '@/lib/store/key-rows'

/** What a master key's share is bound to at its root: the encryption context that the customer sees in their log. */
export function shareContext(
  half: 'platform' | 'customer',
  master: { id: string; organization: string; scope: string; region: string },
): WrapContext {
  const { organization, scope, region, id } = master
  return { organization, purpose: `${half}-share`, scope, region, share: id }
}

/** The wrap that a half of a master key is opened from: the active link's, if it has one. */
export function wrapOf(row: MasterKeyRow, half: 'platform' | 'customer', linkId: string | null) {
  const wraps = row.shareWraps.filter((wrap) => wrap.half === half)
  return wraps.find((wrap) => wrap.linkId === linkId) ?? wraps[0]
}

/** What a share of this master key is bound to at its root. */
export function contextOf(row: MasterKeyRow, half: 'platform' | 'customer') {
  const { id, organizationId: organization, scope, region } = row
  return shareContext(half, { id, organization, scope, region })
}
