import { Button } from '@/components/ui/button'
import { Tooltip } from '@/components/ui/tooltip'

/** A button for what somebody else may do: it can't be pressed, and says why on hover and focus. */
export function NotAllowed({ reason, children }: { reason: string; children: string }) {
  return (
    <Tooltip content={reason} openOnPress>
      <Button aria-disabled>{children}</Button>
    </Tooltip>
  )
}
