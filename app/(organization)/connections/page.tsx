import { Database } from 'lucide-react'
import type { Metadata } from 'next'
import { ConnectionsTable } from '@/components/connections/connections-table'
import { routes } from '@/components/shell/routes'
import { ButtonLink } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { LockedButton } from '@/components/ui/locked-button'
import { Page, PageHeader } from '@/components/ui/page-header'
import { SearchForm } from '@/components/ui/search-form'
import { roleOf } from '@/lib/domain/actor'
import { can } from '@/lib/domain/permissions'
import { listConnections, listConnectionsInput } from '@/lib/use-cases/connections/list'
import { pageContext } from '@/lib/use-cases/web-context'

export const metadata: Metadata = { title: 'Connections' }

interface ConnectionsPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function ConnectionsPage({ searchParams }: ConnectionsPageProps) {
  const context = await pageContext()
  const query = listConnectionsInput.parse(await searchParams)
  const page = await listConnections(context, query)
  const isEmpty = page.matches === 0 && !query.search
  const action = can(roleOf(context.actor), 'connections.write') ? (
    <ButtonLink href={routes.newConnection} variant="primary">
      New connection
    </ButtonLink>
  ) : (
    <LockedButton variant="primary" reason="Only an organization admin can add connections.">
      New connection
    </LockedButton>
  )
  return (
    <Page>
      <PageHeader
        title="Connections"
        description="Databases of yours, each with a credential that is encrypted under your key."
        action={!isEmpty && action}
      />
      {isEmpty ? (
        <EmptyState icon={Database} title="No connections yet" action={action}>
          Add a database. Its password is encrypted before it is stored, and opens only while your key is
          there.
        </EmptyState>
      ) : (
        <div className="grid gap-4">
          <SearchForm
            href={routes.connections}
            label="Search names and hosts"
            search={query.search}
            maxLength={100}
          />
          <ConnectionsTable page={page} search={query.search} now={context.now.toISOString()} />
        </div>
      )}
    </Page>
  )
}
