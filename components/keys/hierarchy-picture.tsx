'use client'

import { ChevronRight } from 'lucide-react'
import { type MouseEvent, useRef } from 'react'
import { useAnnounceChange } from '@/components/ui/announcer'
import { formatCountdown } from '@/components/ui/format-time'
import { useNow } from '@/components/ui/use-now'
import type { HierarchyView } from '@/lib/domain/views/hierarchy'
import { hierarchyModel } from './hierarchy-model'
import { HierarchySvg } from './hierarchy-svg'
import { HierarchyTable } from './hierarchy-table'
import { HierarchyTree } from './hierarchy-tree'

/**
 * The key hierarchy as a live picture with its table beneath. Hand it newer data and it changes: branches go
 * dark or come back row by row, and the change is read out. `now` is the server's time, ISO 8601.
 */
export function HierarchyPicture({ view, now }: { view: HierarchyView; now: string }) {
  const model = hierarchyModel(view)
  const current = useNow(now, 1000)
  const endsIso = view.availability.state === 'grace' ? view.availability.graceEndsIso : undefined
  const graceLeft = endsIso ? `${formatCountdown(Date.parse(endsIso) - current.getTime())} left` : null
  const tableRef = useRef<HTMLDetailsElement>(null)
  useAnnounceChange(model.summary)

  // A node's link leads into the folded table; not every browser opens it for that.
  function unfoldTable(event: MouseEvent) {
    const followed = event.target instanceof Element && event.target.closest('a[href^="#"]')
    if (followed && tableRef.current) tableRef.current.open = true
  }

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a followed link clicks, by keyboard too
    <figure className="@container grid gap-4" onClick={unfoldTable}>
      <figcaption className="sr-only">{model.summary}</figcaption>
      <div className="@4xl:block hidden">
        <HierarchySvg model={model} graceLeft={graceLeft} />
      </div>
      <div className="@4xl:hidden">
        <HierarchyTree model={model} graceLeft={graceLeft} />
      </div>
      <details ref={tableRef} className="group">
        <summary className="flex w-fit items-center gap-1 rounded-sm py-0.5 text-ink-soft text-sm hover:text-ink">
          <ChevronRight aria-hidden className="size-3.5 transition-transform group-open:rotate-90" />
          The same as a table
        </summary>
        <div className="pt-2">
          <HierarchyTable model={model} />
        </div>
      </details>
    </figure>
  )
}
