import type { Metadata } from 'next'
import { ConnectionForm } from '@/components/connections/connection-form'
import { OnlyAdmins } from '@/components/shell/only-admins'
import { routes } from '@/components/shell/routes'
import { Page, PageHeader } from '@/components/ui/page-header'
import { roleOf } from '@/lib/domain/actor'
import { can } from '@/lib/domain/permissions'
import { readConnectionFormOptions } from '@/lib/use-cases/connections/form-options'
import { pageContext } from '@/lib/use-cases/web-context'
import { createConnection } from '../actions'

export const metadata: Metadata = { title: 'New connection' }

export default async function NewConnectionPage() {
  const context = await pageContext()
  const mayWrite = can(roleOf(context.actor), 'connections.write')
  return (
    <Page>
      <PageHeader
        title="New connection"
        description="The password is encrypted as a secret of your organization before anything is stored."
        breadcrumbs={[{ label: 'Connections', href: routes.connections }]}
      />
      {mayWrite ? (
        <ConnectionForm action={createConnection} options={await readConnectionFormOptions(context)} />
      ) : (
        <OnlyAdmins what="add connections" href={routes.connections} back="Back to connections" />
      )}
    </Page>
  )
}
