import type { ReactNode } from 'react'
import { cn } from './cn'

export interface KeyValue {
  label: string
  value: ReactNode
}

/** Properties of one thing: labels on the left, values on the right, stacked on narrow screens. */
export function KeyValueList({ items, className }: { items: KeyValue[]; className?: string }) {
  return (
    <dl className={cn('grid divide-y divide-line border-line border-y', className)}>
      {items.map(({ label, value }) => (
        <div key={label} className="grid gap-x-4 gap-y-0.5 py-2 sm:grid-cols-[11rem_minmax(0,1fr)]">
          <dt className="text-ink-faint">{label}</dt>
          <dd className="min-w-0 [overflow-wrap:anywhere]">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
