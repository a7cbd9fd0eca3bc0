import type { Metadata } from 'next'
import { OnlyAdmins } from '@/components/shell/only-admins'
import { routes } from '@/components/shell/routes'
import { NewToken } from '@/components/tokens/new-token'
import { Page, PageHeader } from '@/components/ui/page-header'
import { roleOf } from '@/lib/domain/actor'
import { can } from '@/lib/domain/permissions'
import { readTokenForm } from '@/lib/use-cases/tokens/read-form'
import { pageContext } from '@/lib/use-cases/web-context'
import { createToken } from '../actions'

export const metadata: Metadata = { title: 'New token' }

export default async function NewTokenPage() {
  const context = await pageContext()
  const mayWrite = can(roleOf(context.actor), 'tokens.write')
  return (
    <Page>
      <PageHeader
        title="New token"
        description="It serves your organization alone. Only its hash is kept, so it is shown once."
        breadcrumbs={[{ label: 'Tokens', href: routes.tokens }]}
      />
      {mayWrite ? (
        <NewToken action={createToken} example={await readTokenForm(context)} back={routes.tokens} />
      ) : (
        <OnlyAdmins what="make tokens" href={routes.tokens} back="Back to tokens" />
      )}
    </Page>
  )
}
