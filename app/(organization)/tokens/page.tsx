import { Ticket } from 'lucide-react'
import type { Metadata } from 'next'
import { KeepFresh } from '@/components/shell/keep-fresh'
import { routes } from '@/components/shell/routes'
import { TokensTable } from '@/components/tokens/tokens-table'
import { ButtonLink } from '@/components/ui/button'
import { Section } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { LockedButton } from '@/components/ui/locked-button'
import { Page, PageHeader } from '@/components/ui/page-header'
import { roleOf } from '@/lib/domain/actor'
import { can } from '@/lib/domain/permissions'
import { listTokens } from '@/lib/use-cases/tokens/list'
import { pageContext } from '@/lib/use-cases/web-context'
import { revokeToken } from './actions'

export const metadata: Metadata = { title: 'Tokens' }

export default async function TokensPage() {
  const context = await pageContext()
  const { own, platform } = await listTokens(context)
  const now = context.now.toISOString()
  const mayWrite = can(roleOf(context.actor), 'tokens.write')
  const action = mayWrite ? (
    <ButtonLink href={routes.newToken} variant="primary">
      New token
    </ButtonLink>
  ) : (
    <LockedButton variant="primary" reason="Only an organization admin can make tokens.">
      New token
    </LockedButton>
  )
  return (
    <Page>
      <PageHeader
        title="Tokens"
        description="With a token, a program has data of your organization encrypted and decrypted, as far as the token goes."
        action={own.length > 0 && action}
      />
      {own.length > 0 ? (
        <TokensTable label="Your tokens" tokens={own} now={now} revoke={mayWrite ? revokeToken : undefined} />
      ) : (
        <EmptyState icon={Ticket} title="No tokens yet" action={action}>
          Make one for each program that has to encrypt or decrypt your data: limited to what it needs, and
          for a time.
        </EmptyState>
      )}
      <Section
        title="The platform’s tokens"
        description="Made by the platform’s operator for its own services, and good for your data as well. Your key stands above all of them: while it is denied, none opens anything under it."
      >
        <TokensTable
          label="The platform’s tokens"
          tokens={platform}
          now={now}
          empty={{ title: 'No token of the platform reaches your data' }}
        />
      </Section>
      <KeepFresh />
    </Page>
  )
}
