import { ChevronRight, CircleCheck } from 'lucide-react'
import Link from 'next/link'
import { routes } from '@/components/shell/routes'
import type { Href } from '@/components/ui/href'
import { StatePill, type StateTone } from '@/components/ui/state-pill'
import { Time } from '@/components/ui/time'
import type { WaitingItem } from '@/lib/domain/views/overview'

const WHOSE: Record<WaitingItem['whose'], string> = {
  organization_admin: 'Waits for your admin',
  cloud_admin: 'Waits for your cloud admin',
  support: 'Waits for support staff',
  operator: 'Waits for the operator',
  nobody: 'Goes on by itself',
}

const TONES: Record<WaitingItem['kind'], StateTone> = {
  link_key: 'pending',
  restore_key: 'stopped',
  rotation_waiting: 'pending',
  rotation_blocked: 'grace',
  rotation_running: 'pending',
  key_due: 'grace',
  key_drift: 'grace',
  key_date: 'grace',
}

/** What waits, for whom, and where to go about it. */
export function WaitingList({ items, now }: { items: WaitingItem[]; now: string }) {
  if (items.length === 0) {
    return (
      <p className="flex items-center gap-2 text-ink-soft">
        <CircleCheck aria-hidden className="size-4 text-ok" /> Nothing waits for anybody.
      </p>
    )
  }
  return (
    <ul className="grid divide-y divide-line border-line border-y">
      {items.map((item) => (
        <li key={item.kind} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2.5">
          <Link
            href={addressOf(item)}
            className="inline-flex min-h-6 items-center gap-0.5 rounded-sm font-medium hover:underline"
          >
            {item.title}
            <ChevronRight aria-hidden className="size-4 text-ink-faint" />
          </Link>
          <StatePill tone={TONES[item.kind]}>{WHOSE[item.whose]}</StatePill>
          {item.since && (
            <span className="text-ink-faint text-sm">
              since <Time iso={item.since} now={now} />
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}

function addressOf({ kind, requestId }: WaitingItem): Href {
  if (requestId) return routes.rotationRequest(requestId)
  return kind === 'link_key' ? routes.linkKey : routes.keys
}
