import type { Metadata } from 'next'
import { orNotFound } from '@/app/or-not-found'
import { LiveOffer } from '@/components/offers/live-offer'
import { readOffer } from '@/lib/use-cases/offers/read'
import { pageContext } from '@/lib/use-cases/web-context'
import { saveOffer, withdrawOffer } from '../actions'

export const metadata: Metadata = { title: 'Customer keys of an organization' }

export default async function KeyOfferPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  const view = await orNotFound(readOffer(await pageContext(), { id }))
  return <LiveOffer key={view.organization.id} first={view} save={saveOffer} withdraw={withdrawOffer} />
}
