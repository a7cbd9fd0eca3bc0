import { routes } from '@/components/shell/routes'
import { ButtonLink } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'

/** In the place of the form, for who may look at tokens and make none. */
export function OnlyAdminsMakeTokens() {
  return (
    <Callout
      title="Only an organization admin can make tokens."
      whose="organization_admin"
      actions={
        <ButtonLink href={routes.tokens} size="sm">
          Back to tokens
        </ButtonLink>
      }
    >
      Ask an admin of your organization to make it.
    </Callout>
  )
}
