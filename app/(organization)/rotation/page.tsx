import type { Metadata } from 'next'
import { RotationTable } from '@/components/rotation/rotation-table'
import { KeepFresh } from '@/components/shell/keep-fresh'
import { routes } from '@/components/shell/routes'
import { ButtonLink } from '@/components/ui/button'
import { LockedButton } from '@/components/ui/locked-button'
import { Page, PageHeader } from '@/components/ui/page-header'
import { can } from '@/lib/domain/permissions'
import { listRotations } from '@/lib/use-cases/rotation/list'
import { pageContext } from '@/lib/use-cases/web-context'

export const metadata: Metadata = { title: 'Rotation' }

export default async function RotationPage() {
  const context = await pageContext()
  const { requests, currentKeyId, openRequestId } = await listRotations(context)
  const mayAsk = can(context.actor.organization?.role ?? null, 'rotation.request')
  const refusal = refusalFor(mayAsk, currentKeyId, openRequestId)
  return (
    <Page>
      <PageHeader
        title="Rotation"
        description="Changes of your root key: asked for by your admin, approved by support staff, done while everything goes on."
        action={
          refusal ? (
            <LockedButton variant="primary" reason={refusal}>
              Ask for a rotation
            </LockedButton>
          ) : (
            <ButtonLink href={routes.requestRotation} variant="primary">
              Ask for a rotation
            </ButtonLink>
          )
        }
      />
      <RotationTable requests={requests} now={context.now.toISOString()} />
      <KeepFresh />
    </Page>
  )
}

function refusalFor(mayAsk: boolean, currentKeyId: string | null, openRequestId: string | null) {
  if (!mayAsk) return 'Only an organization admin can ask for a rotation.'
  if (!currentKeyId) return 'Link a key first: there is none to rotate.'
  return openRequestId ? 'One at a time: another request is still open.' : null
}
