import type { Metadata } from 'next'
import { orNotFound } from '@/app/or-not-found'
import { LiveDesk } from '@/components/support/live-desk'
import { readDesk } from '@/lib/use-cases/rotation/read-desk'
import { pageContext } from '@/lib/use-cases/web-context'
import { decide } from './actions'

export const metadata: Metadata = { title: 'Rotation request' }

export default async function SupportRequestPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  const view = await orNotFound(readDesk(await pageContext(), { id }))
  return <LiveDesk key={view.id} first={view} decide={decide} />
}
