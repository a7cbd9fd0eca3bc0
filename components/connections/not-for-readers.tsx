import { routes } from '@/components/shell/routes'
import { ButtonLink } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'

/** In the place of the form, for who may look at connections and not change them. */
export function NotForReaders() {
  return (
    <Callout
      title="Only an organization admin can add connections."
      whose="organization_admin"
      actions={
        <ButtonLink href={routes.connections} size="sm">
          Back to connections
        </ButtonLink>
      }
    >
      Ask an admin of your organization to add it.
    </Callout>
  )
}
