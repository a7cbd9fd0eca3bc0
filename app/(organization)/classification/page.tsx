import type { Metadata } from 'next'
import { ClassificationTable } from '@/components/classification/classification-table'
import { RefreshOnAvailability } from '@/components/shell/refresh-on-availability'
import { Page, PageHeader } from '@/components/ui/page-header'
import { readClassification } from '@/lib/use-cases/classification/read'
import { pageContext } from '@/lib/use-cases/web-context'

export const metadata: Metadata = { title: 'Protection' }

export default async function ClassificationPage() {
  const rows = await readClassification(await pageContext())
  return (
    <Page>
      <PageHeader
        title="Protection"
        description="Each kind of data: where it is stored, what is promised for it with and without a customer-managed key (CMK), and what protects it right now."
      />
      <RefreshOnAvailability />
      <ClassificationTable rows={rows} />
    </Page>
  )
}
