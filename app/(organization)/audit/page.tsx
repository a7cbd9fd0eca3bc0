import { ScrollText } from 'lucide-react'
import type { Metadata } from 'next'
import { AuditFilters } from '@/components/audit/audit-filters'
import { AuditTable } from '@/components/audit/audit-table'
import { EmptyState } from '@/components/ui/empty-state'
import { Page, PageHeader } from '@/components/ui/page-header'
import { listAudit, listAuditInput } from '@/lib/use-cases/audit/list'
import { pageContext } from '@/lib/use-cases/web-context'

export const metadata: Metadata = { title: 'Audit log' }

interface AuditLogPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function AuditLogPage({ searchParams }: AuditLogPageProps) {
  const context = await pageContext()
  const { after, before, ...query } = listAuditInput.parse(await searchParams)
  const page = await listAudit(context, { after, before, ...query })
  return (
    <Page>
      <PageHeader
        title="Audit log"
        description="One entry for each change and each change of availability, written together with it. Nothing is ever changed or removed here."
      />
      {page.actions.length === 0 ? (
        <EmptyState icon={ScrollText} title="Nothing has happened yet">
          The first change of this organization will be the first entry.
        </EmptyState>
      ) : (
        <div className="grid gap-6">
          <AuditFilters query={query} offered={page} />
          <AuditTable page={page} query={query} now={context.now.toISOString()} />
        </div>
      )}
    </Page>
  )
}
