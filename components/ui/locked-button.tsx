'use client'

import { Lock } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { Button } from './button'
import { Tooltip } from './tooltip'

/** A button for what this role can't do and another can: it stays in its place and says why, on hover, focus and tap. */
export function LockedButton({
  reason,
  children,
  ...looks
}: { reason: string; children: ReactNode } & Pick<ComponentProps<typeof Button>, 'variant' | 'size'>) {
  return (
    <Tooltip openOnPress content={reason}>
      <Button {...looks} aria-disabled>
        <Lock aria-hidden />
        {children}
        <span className="sr-only">. {reason}</span>
      </Button>
    </Tooltip>
  )
}
