import { KeyRound } from 'lucide-react'
import { routes } from '@/components/shell/routes'
import { ButtonLink } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { LockedButton } from '@/components/ui/locked-button'

/** What an organization that has neither a key nor data sees first. */
export function FirstSteps({ mayLink }: { mayLink: boolean }) {
  return (
    <EmptyState
      icon={KeyRound}
      title="Begin with a key of your own"
      action={
        mayLink ? (
          <>
            <ButtonLink href={routes.linkKey} variant="primary">
              Link your key
            </ButtonLink>
            <ButtonLink href={routes.classification}>See what it will protect</ButtonLink>
          </>
        ) : (
          <LockedButton variant="primary" reason="Only an organization admin can link a key.">
            Link your key
          </LockedButton>
        )
      }
    >
      Link a root key from your own cloud account. From then on nobody opens your credentials and documents
      without it, and you can take it away at any time. Without one, they are under the platform’s keys.
    </EmptyState>
  )
}
