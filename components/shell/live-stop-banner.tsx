'use client'

import { useLiveQuery } from '@/components/query/use-live-query'
import { ButtonLink } from '@/components/ui/button'
import type { AvailabilityView } from '@/lib/domain/views/availability'
import { availabilityQuery } from './availability-query'
import { routes } from './routes'
import { StopBanner } from './stop-banner'

/** The band about the customer's key, live on every page of the organization. */
export function LiveStopBanner({ first }: { first: AvailabilityView }) {
  const { state, reason, fix, since, graceEnds, now } = useLiveQuery(availabilityQuery, first).data ?? first
  const availability = {
    state,
    cause: reason,
    sinceIso: since ?? undefined,
    graceEndsIso: graceEnds ?? undefined,
  }
  return (
    <StopBanner
      availability={availability}
      now={now}
      whatToDo={fix}
      action={
        <ButtonLink href={routes.keys} size="sm">
          Go to the key
        </ButtonLink>
      }
    />
  )
}
