'use client'

import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { Button } from './button'
import { cn } from './cn'

export const Dialog = Radix.Root
export const DialogTrigger = Radix.Trigger
export const DialogClose = Radix.Close

/** The dimmed ground and the centred box that dialogs share. */
export const overlayStyles = 'fixed inset-0 z-40 bg-shade data-[state=open]:animate-in'
export const boxStyles = [
  'fixed inset-x-4 top-1/2 z-50 mx-auto grid max-h-[calc(100dvh-2rem)] max-w-lg -translate-y-1/2 gap-4',
  'overflow-y-auto rounded-lg bg-raised p-5 shadow-float outline-none',
]

interface DialogContentProps {
  title: ReactNode
  /** A sentence under the title. */
  description?: ReactNode
  className?: string
  children: ReactNode
}

/** The box of a modal dialog: title, sentence, content, a close button; the focus stays inside. */
export function DialogContent({ title, description, className, children }: DialogContentProps) {
  return (
    <Radix.Portal>
      <Radix.Overlay className={overlayStyles} />
      <Radix.Content
        className={cn(boxStyles, className)}
        {...(description ? {} : { 'aria-describedby': undefined })}
      >
        <div className="grid gap-1 pr-8">
          <Radix.Title className="font-semibold text-lg">{title}</Radix.Title>
          {description && <Radix.Description className="text-ink-soft">{description}</Radix.Description>}
        </div>
        {children}
        <Radix.Close asChild>
          <Button variant="ghost" size="icon" aria-label="Close" className="absolute top-3 right-3">
            <X aria-hidden />
          </Button>
        </Radix.Close>
      </Radix.Content>
    </Radix.Portal>
  )
}

/** The row of buttons at the end of a dialog; the main one comes last. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap justify-end gap-2">{children}</div>
}
