import { Ban } from 'lucide-react'
import { ButtonLink } from '@/components/ui/button'
import { Page, PageHeader } from '@/components/ui/page-header'
import type { AccountView } from '@/lib/domain/views/account'
import { routes } from './routes'

/** What stands where a page would, when it is another role's: who one is, and whom to ask. */
export function NotForRole({ account }: { account: AccountView }) {
  return (
    <Page>
      <PageHeader
        title={
          <span className="inline-flex items-center gap-2">
            <Ban aria-hidden className="size-5 text-ink-faint" /> This page is not for your role
          </span>
        }
        description={`You are signed in as ${account.name} (${account.role}). Another role opens this page; if yours should, ask whoever gave you the account.`}
        action={
          <ButtonLink href={routes.home} variant="primary">
            Go to your start page
          </ButtonLink>
        }
      />
    </Page>
  )
}
