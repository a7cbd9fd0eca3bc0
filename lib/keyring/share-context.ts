import type { WrapContext } from '@/lib/kms/root-key'

/** What a master key's share is bound to at its root: the encryption context that the customer sees in their log. */
export function shareContext(
  half: 'platform' | 'customer',
  master: { id: string; organization: string; scope: string; region: string },
): WrapContext {
  const { organization, scope, region, id } = master
  return { organization, purpose: `${half}-share`, scope, region, share: id }
}
