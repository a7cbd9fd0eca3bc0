'use client'

import { useLiveQuery } from '@/components/query/use-live-query'
import type { Role } from '@/lib/domain/permissions'
import type { TourView } from '@/lib/domain/views/tour'
import { tourSteps } from './story'
import { TourPanel } from './tour-panel'
import { tourQuery } from './tour-query'

interface LiveTourProps {
  first: TourView
  role: Role | null
  simulatorUrl: string | null
}

/** The demo's story, ticked off as it happens. */
export function LiveTour({ first, role, simulatorUrl }: LiveTourProps) {
  const facts = useLiveQuery(tourQuery, first).data ?? first
  return <TourPanel steps={tourSteps(facts, role, simulatorUrl)} />
}
