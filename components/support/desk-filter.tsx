import Link from 'next/link'
import { routes, withQuery } from '@/components/shell/routes'
import { cn } from '@/components/ui/cn'

export type DeskShow = 'waiting' | 'approved' | 'closed' | 'all'

const FILTERS: { show: DeskShow; label: string }[] = [
  { show: 'waiting', label: 'Waiting' },
  { show: 'approved', label: 'Under way' },
  { show: 'closed', label: 'Closed' },
  { show: 'all', label: 'All' },
]

/** Which requests the desk shows; the address says it. */
export function DeskFilter({ show }: { show: DeskShow }) {
  return (
    <nav aria-label="Which requests" className="flex flex-wrap gap-1">
      {FILTERS.map((filter) => (
        <Link
          key={filter.show}
          href={withQuery(routes.support, { show: filter.show })}
          aria-current={filter.show === show ? 'page' : undefined}
          className={cn(
            'inline-flex h-8 items-center rounded-md px-3 text-ink-soft hover:bg-hover hover:text-ink',
            filter.show === show && 'bg-hover font-medium text-ink',
          )}
        >
          {filter.label}
        </Link>
      ))}
    </nav>
  )
}
