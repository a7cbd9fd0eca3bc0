import type { ReactNode } from 'react'
import { cn } from './cn'

/** A small neutral label, such as a version, a region or a count. For states use `StatePill`. */
export function Badge({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <span
      className={cn(
        'inline-flex h-5 items-center gap-1 whitespace-nowrap rounded-sm border border-line bg-sunken px-1.5',
        'text-ink-soft text-xs tabular-nums',
        className,
      )}
    >
      {children}
    </span>
  )
}
