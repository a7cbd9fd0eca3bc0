import type { Metadata } from 'next'
import { ConsentAnswer } from '@/components/handoff/consent-answer'
import { consentAnswer, receiveConsent } from '@/lib/use-cases/keys/receive-consent'
import { findContext } from '@/lib/use-cases/web-context'

/** Where Entra sends an admin back to. The address is not to be found, and goes on to nobody. */
export const metadata: Metadata = {
  title: 'Consent in Azure',
  robots: { index: false, follow: false },
  referrer: 'no-referrer',
}

interface ConsentPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function ConsentPage({ searchParams }: ConsentPageProps) {
  const answer = consentAnswer.parse(await searchParams)
  return <ConsentAnswer outcome={await receiveConsent(answer, await findContext())} />
}
