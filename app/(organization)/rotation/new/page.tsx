import type { Metadata } from 'next'
import { NothingToRotate, OneAtATime } from '@/components/rotation/cannot-request'
import { RequestForm } from '@/components/rotation/request-form'
import { OnlyAdmins } from '@/components/shell/only-admins'
import { routes } from '@/components/shell/routes'
import { Page, PageHeader } from '@/components/ui/page-header'
import { type RequestFormView, readRequestForm } from '@/lib/use-cases/rotation/read-form'
import { pageContext } from '@/lib/use-cases/web-context'
import { askForRotation } from './actions'

export const metadata: Metadata = { title: 'Ask for a rotation' }

export default async function NewRotationPage() {
  const form = await readRequestForm(await pageContext())
  return (
    <Page>
      <PageHeader
        title="Ask for a rotation"
        description="Another root key takes over. New data keys are made at once; older ones are wrapped under the new key."
        breadcrumbs={[{ label: 'Rotation', href: routes.rotation }]}
      />
      <Body {...form} />
    </Page>
  )
}

function Body({ wizard, mayRequest, openRequestId, kmsCalls }: RequestFormView) {
  if (!mayRequest)
    return <OnlyAdmins what="ask for a rotation" href={routes.rotation} back="Back to the rotations" />
  if (!wizard.linkedKeyId) return <NothingToRotate />
  if (openRequestId) return <OneAtATime requestId={openRequestId} />
  return (
    <RequestForm
      view={wizard}
      currentKeyId={wizard.linkedKeyId}
      kmsCalls={kmsCalls}
      action={askForRotation}
    />
  )
}
