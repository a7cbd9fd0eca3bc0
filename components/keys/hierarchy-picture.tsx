'use client'

import { useEffect, useRef } from 'react'
import { useAnnounce } from '@/components/ui/announcer'
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
  useAnnouncedSummary(model.summary)
  return (
    <figure className="@container grid gap-6">
      <figcaption className="sr-only">{model.summary}</figcaption>
      <div className="@4xl:block hidden">
        <HierarchySvg model={model} graceLeft={graceLeft} />
      </div>
      <div className="@4xl:hidden">
        <HierarchyTree model={model} graceLeft={graceLeft} />
      </div>
      <HierarchyTable model={model} />
    </figure>
  )
}

/** Reads the summary out when it changes, not when the page opens. */
function useAnnouncedSummary(summary: string) {
  const announce = useAnnounce()
  const last = useRef(summary)
  useEffect(() => {
    if (last.current === summary) return
    last.current = summary
    announce(summary)
  }, [summary, announce])
}
