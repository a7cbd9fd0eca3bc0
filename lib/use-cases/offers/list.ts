import type { OfferRow } from '@/lib/domain/views/offers'
import { listKeyOffers } from '@/lib/store/key-offers'
import { type Context, onPlatform } from '../context'
import { toOfferRow } from './rows'

/** Every organization with what it is offered, for the operator. @throws LatchkeyError forbidden */
export async function listOffers(context: Context): Promise<OfferRow[]> {
  const { platform } = onPlatform(context, 'platform.offer')
  return (await listKeyOffers(platform)).map(toOfferRow)
}
