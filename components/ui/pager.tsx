import { ChevronLeft, ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button, ButtonLink } from './button'
import type { Href } from './href'

interface PagerProps {
  /** What is shown, in words: "1–50 of 1,204" or "50 shown". */
  summary: ReactNode
  /** The address of the page before; null when there is none. */
  previousHref: Href | null
  /** The address of the page after; null when there is none. */
  nextHref: Href | null
}

/** Keyset paging: to the page before and the page after, by address. */
export function Pager({ summary, previousHref, nextHref }: PagerProps) {
  return (
    <nav aria-label="Pages" className="flex items-center justify-between gap-4 border-line border-t pt-3">
      <p className="text-ink-faint text-sm tabular-nums">{summary}</p>
      <div className="flex gap-2">
        <PagerStep href={previousHref} rel="prev">
          <ChevronLeft aria-hidden /> Previous
        </PagerStep>
        <PagerStep href={nextHref} rel="next">
          Next <ChevronRight aria-hidden />
        </PagerStep>
      </div>
    </nav>
  )
}

function PagerStep({ href, rel, children }: { href: Href | null; rel: string; children: ReactNode }) {
  if (href === null) {
    return (
      <Button size="sm" disabled>
        {children}
      </Button>
    )
  }
  return (
    <ButtonLink href={href} rel={rel} size="sm">
      {children}
    </ButtonLink>
  )
}
