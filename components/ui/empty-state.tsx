import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

interface EmptyStateProps {
  icon: LucideIcon
  /** What isn't there yet. */
  title: string
  /** What it would be good for, and what to do. */
  children: ReactNode
  /** The one thing to do. */
  action?: ReactNode
}

/** A place where something will be; says what, what for, and how to begin. */
export function EmptyState({ icon: Icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="grid justify-items-center gap-2 rounded-lg border border-line border-dashed px-6 py-12 text-center">
      <Icon aria-hidden className="size-6 text-ink-faint" />
      <h2 className="font-semibold text-lg">{title}</h2>
      <div className="max-w-md text-balance text-ink-soft">{children}</div>
      {action && <div className="mt-2 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  )
}
