import type { Metadata } from 'next'
import { FirstSteps } from '@/components/overview/first-steps'
import { Overview } from '@/components/overview/overview'
import { KeepFresh } from '@/components/shell/keep-fresh'
import { Page, PageHeader } from '@/components/ui/page-header'
import { can } from '@/lib/domain/permissions'
import { readOverview } from '@/lib/use-cases/overview/read'
import { pageContext } from '@/lib/use-cases/web-context'

export const metadata: Metadata = { title: 'Overview' }

export default async function OverviewPage() {
  const context = await pageContext()
  const view = await readOverview(context)
  const { organization } = context.actor
  const isNew = !view.link && view.connections + view.documents === 0
  return (
    <Page>
      <PageHeader
        title={organization?.name ?? 'Overview'}
        description="How your keys are, how old they are, and what waits for whom."
      />
      {isNew ? (
        <FirstSteps mayLink={can(organization?.role ?? null, 'keys.link')} />
      ) : (
        <Overview view={view} />
      )}
      <KeepFresh />
    </Page>
  )
}
