'use client'

import { Hourglass, OctagonX } from 'lucide-react'
import type { ReactNode } from 'react'
import { useAnnounceChange } from '@/components/ui/announcer'
import { cn } from '@/components/ui/cn'
import { Countdown, Time } from '@/components/ui/time'
import type { RootAvailability } from '@/lib/domain/views/hierarchy'

interface StopBannerProps {
  availability: RootAvailability
  /** The server's time, ISO 8601. */
  now: string
  /** Whose move it is and what to do, in a sentence. */
  whatToDo: ReactNode
  /** "Check now", or a link to the key. */
  action?: ReactNode
}

const TITLES = {
  none: '',
  active: 'Your key answers.',
  grace: 'Your key can’t be reached.',
  stopped_denied: 'Your key refuses us: everything under it is closed.',
  stopped_unreachable: 'Your key has been out of reach too long: everything under it is closed.',
}

/** The band on every page while the customer's key is denied or out of reach; read out when that changes. */
export function StopBanner({ availability, now, whatToDo, action }: StopBannerProps) {
  const { state, cause, sinceIso, graceEndsIso } = availability
  useAnnounceChange(TITLES[state])
  if (state === 'active' || state === 'none') return null
  const inGrace = state === 'grace'
  const Icon = inGrace ? Hourglass : OctagonX
  return (
    <section
      aria-label="State of your key"
      className={cn(
        'flex flex-wrap items-start gap-x-3 gap-y-2 border-b px-4 py-3 sm:px-6 lg:px-8',
        inGrace ? 'border-grace-line bg-grace-soft' : 'border-stopped-line bg-stopped-soft',
      )}
    >
      <Icon aria-hidden className={cn('mt-0.5 size-5 shrink-0', inGrace ? 'text-grace' : 'text-stopped')} />
      <div className="grid min-w-60 flex-1 gap-0.5">
        <p className="font-semibold">
          {TITLES[state]}{' '}
          {inGrace && graceEndsIso && (
            <span className="tabular-nums">
              Work goes on for <Countdown until={graceEndsIso} now={now} />.
            </span>
          )}
        </p>
        <p className="max-w-prose text-ink-soft">
          {cause && <>{cause} </>}
          {whatToDo}
          {sinceIso && (
            <span className="text-ink-soft">
              {' '}
              Since <Time iso={sinceIso} now={now} />.
            </span>
          )}
        </p>
      </div>
      {action}
    </section>
  )
}
