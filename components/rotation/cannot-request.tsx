import { routes } from '@/components/shell/routes'
import { ButtonLink } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'

/** There is nothing to rotate yet. */
export function NothingToRotate() {
  return (
    <Callout
      whose="organization_admin"
      title="No key of yours is linked."
      actions={
        <ButtonLink href={routes.linkKey} variant="primary">
          Link your key
        </ButtonLink>
      }
    >
      A rotation puts another key in place of a linked one.
    </Callout>
  )
}

/** One rotation at a time. */
export function OneAtATime({ requestId }: { requestId: string }) {
  return (
    <Callout
      title="A rotation has been asked for already."
      actions={
        <ButtonLink href={routes.rotationRequest(requestId)} variant="primary">
          See how it goes
        </ButtonLink>
      }
    >
      The next one can be asked for when it is over.
    </Callout>
  )
}
