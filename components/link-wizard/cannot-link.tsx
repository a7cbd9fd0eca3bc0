import { routes } from '@/components/shell/routes'
import { ButtonLink } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { CopyableId } from '@/components/ui/code-block'
import type { WizardView } from '@/lib/domain/views/wizard'
import { KeyLine } from './key-line'

/** There is a key already; another one comes by a rotation. */
export function AlreadyLinked({ keyId }: { keyId: string }) {
  return (
    <Callout
      title="A key is linked already."
      actions={
        <>
          <ButtonLink href={routes.keys} variant="primary">
            See your keys
          </ButtonLink>
          <ButtonLink href={routes.requestRotation}>Ask for a rotation</ButtonLink>
        </>
      }
    >
      <span className="grid gap-1">
        <KeyLine keyId={keyId} />
        To change to another key, ask for a rotation: both keys are proven, and nothing is lost on the way.
      </span>
    </Callout>
  )
}

/** The vendor's gate is closed: how to have it opened. */
export function NotOffered({ view }: { view: Pick<WizardView, 'organizationId' | 'organizationName'> }) {
  const { organizationId, organizationName } = view
  return (
    <Callout
      whose="operator"
      title={`Keys of your own are not switched on for ${organizationName}.`}
      actions={
        <ButtonLink href={routes.keys} size="sm">
          Back to the keys
        </ButtonLink>
      }
    >
      <span className="grid gap-1">
        Ask the vendor of this service to offer you customer-managed keys, and say in which clouds and regions
        you want to have them. Their operator switches it on under “Customer keys”, for this organization:
        <CopyableId value={organizationId} label="Organization id" />
        Your data stays encrypted under the platform’s keys meanwhile.
      </span>
    </Callout>
  )
}
