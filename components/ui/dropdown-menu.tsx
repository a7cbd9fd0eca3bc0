'use client'

import { Check } from 'lucide-react'
import { DropdownMenu as Radix } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cn } from './cn'

export const DropdownMenu = Radix.Root
export const DropdownMenuTrigger = Radix.Trigger
export const DropdownMenuRadioGroup = Radix.RadioGroup

const itemStyles = [
  'flex h-8 cursor-pointer select-none items-center gap-2 rounded-sm px-2 text-ink outline-none',
  'data-highlighted:bg-hover data-disabled:cursor-not-allowed data-disabled:opacity-55',
  '[&_svg]:size-4 [&_svg]:text-ink-faint',
]

/** The panel of a menu. */
export function DropdownMenuContent({ className, ...rest }: ComponentProps<typeof Radix.Content>) {
  return (
    <Radix.Portal>
      <Radix.Content
        sideOffset={6}
        collisionPadding={8}
        className={cn('z-50 min-w-48 animate-in rounded-lg bg-raised p-1 shadow-float', className)}
        {...rest}
      />
    </Radix.Portal>
  )
}

/** One thing to do; `tone="danger"` for what takes something away. */
export function DropdownMenuItem({
  className,
  tone,
  ...rest
}: ComponentProps<typeof Radix.Item> & { tone?: 'danger' }) {
  return (
    <Radix.Item
      className={cn(itemStyles, tone === 'danger' && 'text-stopped [&_svg]:text-stopped', className)}
      {...rest}
    />
  )
}

/** One choice among several, with a tick on the chosen one. */
export function DropdownMenuRadioItem({
  className,
  children,
  ...rest
}: ComponentProps<typeof Radix.RadioItem>) {
  return (
    <Radix.RadioItem className={cn(itemStyles, className)} {...rest}>
      {children}
      <Radix.ItemIndicator className="ml-auto">
        <Check aria-hidden />
      </Radix.ItemIndicator>
    </Radix.RadioItem>
  )
}

/** A heading inside a menu. */
export function DropdownMenuLabel({ className, ...rest }: ComponentProps<typeof Radix.Label>) {
  return <Radix.Label className={cn('px-2 py-1.5 text-ink-faint text-xs', className)} {...rest} />
}

/** A hairline between groups. */
export function DropdownMenuSeparator() {
  return <Radix.Separator className="-mx-1 my-1 h-px bg-line" />
}
