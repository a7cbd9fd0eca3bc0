import type { ReactNode } from 'react'
import { cn } from './cn'

interface CardProps {
  title?: ReactNode
  /** A sentence under the title. */
  description?: ReactNode
  /** At the right end of the title row: a state, a link, a small button. */
  aside?: ReactNode
  className?: string
  children?: ReactNode
}

/** A box for things that are compared side by side. Don't put cards into cards, nor a lone table into one. */
export function Card({ title, description, aside, className, children }: CardProps) {
  return (
    <section
      className={cn(
        'grid content-start gap-3 rounded-lg border border-line bg-raised p-4 shadow-lift',
        className,
      )}
    >
      {(title || aside) && (
        <div className="flex items-start justify-between gap-3">
          <div className="grid gap-0.5">
            <h2 className="font-semibold text-base">{title}</h2>
            {description && <p className="text-ink-soft text-sm">{description}</p>}
          </div>
          {aside}
        </div>
      )}
      {children}
    </section>
  )
}

/** A part of a page under a heading of its own, without a box. */
export function Section({ title, description, aside, className, children }: CardProps) {
  return (
    <section className={cn('grid gap-3', className)}>
      <div className="flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
        <div className="grid gap-0.5">
          <h2 className="font-semibold text-lg">{title}</h2>
          {description && <p className="max-w-prose text-ink-soft">{description}</p>}
        </div>
        {aside}
      </div>
      {children}
    </section>
  )
}
