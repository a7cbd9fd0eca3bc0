import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Time } from '@/components/ui/time'
import type { FormAction } from '@/lib/domain/action-state'
import type { TokenRow } from '@/lib/domain/views/tokens'
import { whatStops } from './token-words'

interface RevokeTokenProps {
  token: TokenRow
  action: FormAction
  now: string
}

/** Ends a token. No name has to be typed: one that leaked has to go at once, and another is soon made. */
export function RevokeToken({ token, action, now }: RevokeTokenProps) {
  const { id, name, lastFour, lastUsedAt } = token
  return (
    <ConfirmDialog
      trigger={
        <Button size="sm">
          Revoke<span className="sr-only"> {name}</span>
        </Button>
      }
      title={`Revoke “${name}”?`}
      description={
        <div className="grid gap-2">
          <p>
            Whatever program uses it{lastFour && ` (it ends in ${lastFour})`} is refused from its next request
            on: it can no longer {whatStops(token)}. This can’t be taken back.
          </p>
          <p>
            {lastUsedAt ? (
              <>
                It was last used <Time iso={lastUsedAt} now={now} />.
              </>
            ) : (
              'It was never used.'
            )}
          </p>
        </div>
      }
      confirmLabel="Revoke token"
      action={action}
      values={{ id }}
    />
  )
}
