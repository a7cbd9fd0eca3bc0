import { ButtonLink } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import type { Href } from '@/components/ui/href'

interface OnlyAdminsProps {
  /** what they alone can do, such as "add connections" */
  what: string
  href: Href
  /** the link's words */
  back: string
}

/** In the place of a form, for who may look and change nothing. */
export function OnlyAdmins({ what, href, back }: OnlyAdminsProps) {
  return (
    <Callout
      title={`Only an organization admin can ${what}.`}
      whose="organization_admin"
      actions={
        <ButtonLink href={href} size="sm">
          {back}
        </ButtonLink>
      }
    >
      Your role reads everything and changes nothing. Ask an admin of your organization.
    </Callout>
  )
}
