import { ChevronRight } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import type { Href } from './href'

export interface Crumb {
  label: string
  href: Href
}

interface PageHeaderProps {
  title: ReactNode
  /** What this page is, in a sentence. */
  description?: ReactNode
  /** A state beside the title. */
  state?: ReactNode
  /** The one main action; lesser ones go where they belong. */
  action?: ReactNode
  /** The pages above this one; not this one itself. */
  breadcrumbs?: Crumb[]
}

/** The head of every page: where it is, its title, what it is in a sentence, its one main action. */
export function PageHeader({ title, description, state, action, breadcrumbs = [] }: PageHeaderProps) {
  return (
    <header className="grid gap-2">
      {breadcrumbs.length > 0 && (
        <nav aria-label="Breadcrumbs">
          <ol className="flex flex-wrap items-center gap-1 text-ink-faint text-sm">
            {breadcrumbs.map((crumb) => (
              <li key={crumb.href} className="flex items-center gap-1">
                <Link href={crumb.href} className="rounded-sm py-0.5 hover:text-ink hover:underline">
                  {crumb.label}
                </Link>
                <ChevronRight aria-hidden className="size-3.5" />
              </li>
            ))}
          </ol>
        </nav>
      )}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="grid min-w-0 gap-1">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="text-balance font-semibold text-xl [overflow-wrap:anywhere]">{title}</h1>
            {state}
          </div>
          {description && <p className="max-w-prose text-pretty text-ink-soft">{description}</p>}
        </div>
        {action && <div className="flex flex-wrap gap-2">{action}</div>}
      </div>
    </header>
  )
}

/** The column of a page: header first, then its sections, 32 px apart. */
export function Page({ children }: { children: ReactNode }) {
  return <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-8">{children}</div>
}
