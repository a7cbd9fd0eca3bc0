'use client'

import { X } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { type MouseEvent, type ReactNode, useState } from 'react'
import { Button } from '@/components/ui/button'
import { overlayStyles } from '@/components/ui/dialog'
import { Brand } from './brand'
import { NavButton } from './nav-button'
import { NavLinks } from './nav-links'
import type { NavGroup } from './routes'

export interface NavDrawerProps {
  groups: NavGroup[]
  /** What goes below the links. */
  children?: ReactNode
  defaultOpen?: boolean
}

/** A button, and the navigation that it slides in from the left. */
export function NavDrawer({ groups, children, defaultOpen = false }: NavDrawerProps) {
  const [open, setOpen] = useState(defaultOpen)
  function closeAfterLink(event: MouseEvent) {
    if (event.target instanceof Element && event.target.closest('a')) setOpen(false)
  }
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger asChild>
        <NavButton />
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className={overlayStyles} />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-y-0 left-0 z-50 flex w-72 max-w-[calc(100vw-3rem)] animate-slide flex-col gap-4 overflow-y-auto bg-canvas p-4 shadow-float outline-none"
        >
          <div className="flex items-center justify-between">
            <Dialog.Title className="sr-only">Navigation</Dialog.Title>
            <Brand />
            <Dialog.Close asChild>
              <Button variant="ghost" size="icon" aria-label="Close navigation">
                <X aria-hidden />
              </Button>
            </Dialog.Close>
          </div>
          <NavLinks groups={groups} onFollow={() => setOpen(false)} />
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: a followed link clicks, by keyboard too */}
          {/* biome-ignore lint/a11y/noStaticElementInteractions: the links inside are what is clicked */}
          <div className="mt-auto" onClick={closeAfterLink}>
            {children}
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
