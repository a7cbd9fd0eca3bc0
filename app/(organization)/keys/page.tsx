import type { Metadata } from 'next'
import { LiveKeys } from '@/components/keys/live-keys'
import { routes } from '@/components/shell/routes'
import { ButtonLink } from '@/components/ui/button'
import { LockedButton } from '@/components/ui/locked-button'
import { Page, PageHeader } from '@/components/ui/page-header'
import { can } from '@/lib/domain/permissions'
import { readKeysView } from '@/lib/use-cases/keys/read-keys'
import { pageContext } from '@/lib/use-cases/web-context'
import { checkNow } from './actions'

export const metadata: Metadata = { title: 'Keys' }

const refusalTo = (deed: string) => `Only an organization admin can ${deed}.`

export default async function KeysPage() {
  const context = await pageContext()
  const view = await readKeysView(context)
  const role = context.actor.organization?.role ?? null
  const canRotate = view.link !== null && view.openRequestId === null
  return (
    <Page>
      <PageHeader
        title="Keys"
        description="Which keys stand over your data, how they are, and what depends on each."
        action={
          canRotate &&
          (can(role, 'rotation.request') ? (
            <ButtonLink href={routes.requestRotation} variant="primary">
              Ask for a rotation
            </ButtonLink>
          ) : (
            <LockedButton variant="primary" reason={refusalTo('ask for a rotation')}>
              Ask for a rotation
            </LockedButton>
          ))
        }
      />
      <LiveKeys
        first={view}
        checkNow={checkNow}
        refusals={{
          check: can(role, 'keys.check') ? null : refusalTo('ask for a check'),
          link: can(role, 'keys.link') ? null : refusalTo('link a key'),
        }}
      />
    </Page>
  )
}
