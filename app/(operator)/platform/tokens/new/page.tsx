import type { Metadata } from 'next'
import { routes } from '@/components/shell/routes'
import { NewToken } from '@/components/tokens/new-token'
import { Page, PageHeader } from '@/components/ui/page-header'
import { readPlatformTokenForm } from '@/lib/use-cases/tokens/read-form'
import { pageContext } from '@/lib/use-cases/web-context'
import { createPlatformToken } from '../actions'

export const metadata: Metadata = { title: 'New token of the platform' }

export default async function NewPlatformTokenPage() {
  const { serviceUrl, organizations } = await readPlatformTokenForm(await pageContext())
  return (
    <Page>
      <PageHeader
        title="New token"
        description="For one of the vendor’s own services. Only its hash is kept, so it is shown once."
        breadcrumbs={[
          { label: 'Platform', href: routes.platform },
          { label: 'Tokens', href: routes.platformTokens },
        ]}
      />
      <NewToken
        action={createPlatformToken}
        example={{ serviceUrl, organizationId: organizations[0]?.id ?? null }}
        organizations={organizations}
        back={routes.platformTokens}
      />
    </Page>
  )
}
