import { wizardHref } from '@/components/link-wizard/wizard-steps'
import { FullPage } from '@/components/shell/full-page'
import { ButtonLink } from '@/components/ui/button'
import { CopyableId } from '@/components/ui/code-block'
import type { ConsentOutcome } from '@/lib/domain/views/wizard'

const AGAIN = 'Nothing was changed here. Open the link to the consent again when you are ready.'

const REFUSALS: Record<
  Extract<ConsentOutcome, { kind: 'refused' }>['reason'],
  { title: string; text: string }
> = {
  declined: {
    title: 'There was no consent',
    text: `Azure says that nobody consented: it was declined, or the account may not consent for its directory. An Application Administrator may. ${AGAIN}`,
  },
  not_allowed: {
    title: 'Azure does not know our application',
    text: 'The application may have been removed, or not be made for other directories yet. Ask the vendor of this service to look at it. Nothing was changed here.',
  },
  trouble: {
    title: 'Azure could not do it',
    text: `Something went wrong at Azure on the way. ${AGAIN}`,
  },
}

/** What an admin sees who comes back from Entra: whether there was a consent, and how it goes on. */
export function ConsentAnswer({ outcome }: { outcome: ConsentOutcome }) {
  if (outcome.kind === 'unknown') {
    return (
      <FullPage title="This answer was not asked for here">
        It doesn’t belong to a consent that was begun here, or it comes too late. Open the link to the consent
        again, from the page where you found it.
      </FullPage>
    )
  }
  if (outcome.kind === 'refused') {
    const { title, text } = REFUSALS[outcome.reason]
    return <FullPage title={title}>{text}</FullPage>
  }
  const { tenantId, mayGoOn } = outcome
  return (
    <FullPage
      title="Your directory has consented"
      actions={
        mayGoOn && (
          <ButtonLink href={wizardHref('prepare', { provider: 'azure', tenant: tenantId })} variant="primary">
            Go on with this directory
          </ButtonLink>
        )
      }
    >
      <div className="grid gap-2">
        <p>
          Our application is known in this directory from now on. It can use a key only once you give it the
          role on that key.
        </p>
        <p>
          Directory (tenant) id: <CopyableId value={tenantId} label="Directory id" />
        </p>
        {!mayGoOn && (
          <p>Copy the id: it goes into the steps that sent you here. You can close this page then.</p>
        )}
      </div>
    </FullPage>
  )
}
