import { Callout, type CalloutTone } from '@/components/ui/callout'
import { formatDay } from '@/components/ui/format-time'
import { Time } from '@/components/ui/time'
import type { KeyDateRow } from '@/lib/domain/views/watch'

const TONES: Record<KeyDateRow['tone'], CalloutTone> = {
  stopped: 'stopped',
  grace: 'warn',
  pending: 'warn',
  neutral: 'info',
  ok: 'info',
}

/** What happens to the organization's keys soon: on every page where somebody may act in time. */
export function KeyNotices({ notices, now }: { notices: KeyDateRow[]; now: string }) {
  return notices.map((notice) => (
    <Callout
      key={notice.id}
      tone={TONES[notice.tone]}
      title={
        <>
          {notice.title} <Time iso={notice.at} now={now} />.
        </>
      }
      whose={notice.lastSafeDay ? 'cloud_admin' : 'nobody'}
    >
      {notice.todo} {notice.what}
      {notice.lastSafeDay && (
        <span className="block">
          The last safe day is <LastSafeDay iso={notice.lastSafeDay} now={now} />.
        </span>
      )}
    </Callout>
  ))
}

/** A day, UTC; its exact times are at hand. */
export function LastSafeDay({ iso, now }: { iso: string; now: string }) {
  return <Time iso={iso} now={now} words={formatDay(new Date(iso))} />
}
