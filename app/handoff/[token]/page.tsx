import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { HandedSteps } from '@/components/handoff/handed-steps'
import { openHandoff } from '@/lib/use-cases/handoffs/open'

/** The address is the key to this page: it is not to be found, and goes on to nobody. */
export const metadata: Metadata = {
  title: 'Prepare a key',
  robots: { index: false, follow: false },
  referrer: 'no-referrer',
}

export default async function HandoffPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params
  const view = await openHandoff(token)
  if (!view) notFound()
  return <HandedSteps view={view} />
}
