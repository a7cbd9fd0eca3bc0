import type { Metadata } from 'next'
import { KeepFresh } from '@/components/shell/keep-fresh'
import { routes } from '@/components/shell/routes'
import { PlatformRecord } from '@/components/tokens/platform-record'
import { TokensTable } from '@/components/tokens/tokens-table'
import { ButtonLink } from '@/components/ui/button'
import { Page, PageHeader } from '@/components/ui/page-header'
import { listTokensOfPlatform } from '@/lib/use-cases/tokens/list-platform'
import { pageContext } from '@/lib/use-cases/web-context'
import { revokePlatformToken } from './actions'

export const metadata: Metadata = { title: 'Tokens of the platform' }

export default async function PlatformTokensPage() {
  const context = await pageContext()
  const { tokens, record } = await listTokensOfPlatform(context)
  const now = context.now.toISOString()
  return (
    <Page>
      <PageHeader
        title="Tokens of the platform"
        description="For the vendor’s own services. Each organization sees those that reach its data."
        action={
          <ButtonLink href={routes.newPlatformToken} variant="primary">
            New token
          </ButtonLink>
        }
      />
      <TokensTable
        label="Tokens of the platform"
        tokens={tokens}
        now={now}
        withReach
        revoke={revokePlatformToken}
        empty={{
          title: 'No tokens yet',
          text: 'Make one for each service that has to encrypt or decrypt, limited to what it needs.',
        }}
      />
      <PlatformRecord record={record} now={now} />
      <KeepFresh />
    </Page>
  )
}
