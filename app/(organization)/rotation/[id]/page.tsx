import type { Metadata } from 'next'
import { orNotFound } from '@/app/or-not-found'
import { LiveRotation } from '@/components/rotation/live-rotation'
import { readRotation } from '@/lib/use-cases/rotation/read'
import { pageContext } from '@/lib/use-cases/web-context'

export const metadata: Metadata = { title: 'Rotation' }

export default async function RotationRequestPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  const view = await orNotFound(readRotation(await pageContext(), { id }))
  return <LiveRotation key={view.id} first={view} />
}
