import type { Metadata } from 'next'
import { NotOffered } from '@/components/link-wizard/cannot-link'
import { NothingToRotate, OneAtATime } from '@/components/rotation/cannot-request'
import { RequestForm } from '@/components/rotation/request-form'
import { OnlyAdmins } from '@/components/shell/only-admins'
import { routes } from '@/components/shell/routes'
import { Page, PageHeader } from '@/components/ui/page-header'
import { providerOfKeyId } from '@/lib/domain/key-reference'
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
  const { linkedKeyId, setup } = wizard
  if (!linkedKeyId) return <NothingToRotate />
  if (openRequestId) return <OneAtATime requestId={openRequestId} />
  const [first] = setup?.clouds ?? []
  if (!setup || !first) return <NotOffered view={wizard} />
  const current = providerOfKeyId(linkedKeyId)
  return (
    <RequestForm
      setup={setup}
      provider={setup.clouds.includes(current) ? current : first}
      currentKeyId={linkedKeyId}
      kmsCalls={kmsCalls}
      action={askForRotation}
    />
  )
}
