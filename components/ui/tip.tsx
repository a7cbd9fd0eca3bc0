'use client'

import { Tooltip as Radix } from 'radix-ui'
import { type MouseEvent, type PointerEvent, type ReactNode, useState } from 'react'
import { cn } from './cn'

export interface TooltipProps {
  /** What the tip says: words only, nothing to click. */
  content: ReactNode
  /** The element it belongs to: it must be able to take the focus. */
  children: ReactNode
  side?: 'top' | 'right' | 'bottom' | 'left'
  /** For an element that does nothing else: a press opens the tip instead of closing it. */
  openOnPress?: boolean
  className?: string
}

/** The tip itself; `Tooltip` brings it once the page stands. */
export function Tip({ content, children, side = 'top', openOnPress = false, className }: TooltipProps) {
  const [open, setOpen] = useState(false)
  // Radix closes on press unless its handler finds the event prevented.
  const press = openOnPress
    ? {
        onPointerDown: (event: PointerEvent) => event.preventDefault(),
        onClick: (event: MouseEvent) => {
          event.preventDefault()
          setOpen(true)
        },
      }
    : {}
  return (
    <Radix.Provider delayDuration={200}>
      <Radix.Root open={open} onOpenChange={setOpen}>
        <Radix.Trigger asChild {...press}>
          {children}
        </Radix.Trigger>
        {open && (
          <Radix.Portal>
            <Radix.Content
              side={side}
              sideOffset={6}
              collisionPadding={8}
              className={cn(
                'z-50 max-w-80 animate-in rounded-md bg-raised px-2.5 py-1.5 text-ink text-sm shadow-float',
                className,
              )}
            >
              {content}
            </Radix.Content>
          </Radix.Portal>
        )}
      </Radix.Root>
    </Radix.Provider>
  )
}
