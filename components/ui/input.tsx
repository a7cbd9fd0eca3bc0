'use client'

import { ChevronDown } from 'lucide-react'
import type { ComponentProps } from 'react'
import { cn } from './cn'
import { useControlProps } from './field-context'

const controlStyles = [
  'w-full rounded-md border border-control bg-raised text-base text-ink shadow-lift',
  'placeholder:text-ink-faint transition-colors hover:border-ink-faint',
  'aria-invalid:border-stopped aria-invalid:bg-stopped-soft',
  'disabled:cursor-not-allowed disabled:bg-sunken disabled:text-ink-faint [&:is(input,textarea):read-only]:bg-sunken',
]

/** A one-line text input; inside a `Field` it takes its id, name and ARIA from there. */
export function Input({ className, ...props }: ComponentProps<'input'>) {
  return <input {...useControlProps(props)} className={cn(controlStyles, 'h-8 px-2.5', className)} />
}

/** Text of several lines; `code` sets it in the fixed-width face. */
export function Textarea({ className, code, ...props }: ComponentProps<'textarea'> & { code?: boolean }) {
  return (
    <textarea
      rows={3}
      {...useControlProps(props)}
      className={cn(controlStyles, 'block min-h-16 px-2.5 py-1.5', code && 'font-mono text-sm', className)}
    />
  )
}

/** The browser's own select, in the look of the other controls. Give it `<option>`s. */
export function Select({ className, children, ...props }: ComponentProps<'select'>) {
  return (
    <span className={cn('relative inline-flex w-full', className)}>
      <select {...useControlProps(props)} className={cn(controlStyles, 'h-8 appearance-none pr-8 pl-2.5')}>
        {children}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute top-2 right-2.5 size-4 text-ink-faint"
      />
    </span>
  )
}
