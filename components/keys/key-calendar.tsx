import { Section } from '@/components/ui/card'
import { formatDay } from '@/components/ui/format-time'
import { StatePill } from '@/components/ui/state-pill'
import { Time } from '@/components/ui/time'
import type { KeyDateRow } from '@/lib/domain/views/watch'
import { LastSafeDay } from './key-notices'

const WORDS: Record<KeyDateRow['kind'], string> = {
  expiry: 'Expiry',
  deletion: 'Deletion',
  rotation: 'Next rotation',
}

/** What happens to the organization's keys, the next first; those of a change that are still needed are among them. */
export function KeyCalendar({ dates, now }: { dates: KeyDateRow[]; now: string }) {
  return (
    <Section
      title="Calendar"
      description="What happens to your keys in their clouds. Notice comes 90, 30, 7 and 1 days before."
    >
      {dates.length === 0 ? (
        <p className="text-ink-soft">No expiry, deletion or rotation is known.</p>
      ) : (
        <ol aria-label="Calendar" className="grid divide-y divide-line border-line border-y">
          {dates.map((date) => (
            <DateItem key={date.id} date={date} now={now} />
          ))}
        </ol>
      )}
    </Section>
  )
}

function DateItem({ date, now }: { date: KeyDateRow; now: string }) {
  return (
    <li className="grid gap-x-4 gap-y-1 py-2.5 sm:grid-cols-[11rem_minmax(0,1fr)_auto]">
      <span className="text-ink-faint">
        <Time iso={date.at} now={now} words={formatDay(new Date(date.at))} />
      </span>
      <div className="grid gap-0.5">
        <p className="font-medium">
          {date.title} <Time iso={date.at} now={now} className="font-normal text-ink-soft" />
        </p>
        <p className="text-ink-soft text-sm">
          {date.what} {date.todo}
        </p>
        {date.lastSafeDay && (
          <p className="text-sm">
            Last safe day: <LastSafeDay iso={date.lastSafeDay} now={now} />
          </p>
        )}
      </div>
      <StatePill tone={date.tone} className="w-fit">
        {WORDS[date.kind]}
      </StatePill>
    </li>
  )
}
