import type { Metadata } from 'next'
import { OffersTable } from '@/components/offers/offers-table'
import { KeepFresh } from '@/components/shell/keep-fresh'
import { routes } from '@/components/shell/routes'
import { Page, PageHeader } from '@/components/ui/page-header'
import { listOffers } from '@/lib/use-cases/offers/list'
import { pageContext } from '@/lib/use-cases/web-context'

export const metadata: Metadata = { title: 'Customer keys' }

export default async function KeyOffersPage() {
  const context = await pageContext()
  const rows = await listOffers(context)
  return (
    <Page>
      <PageHeader
        title="Customer keys"
        description="Which organizations may link a key of their own. Without an offer, their page explains how to ask you for one."
        breadcrumbs={[{ label: 'Platform', href: routes.platform }]}
      />
      <OffersTable rows={rows} now={context.now.toISOString()} />
      <KeepFresh />
    </Page>
  )
}
