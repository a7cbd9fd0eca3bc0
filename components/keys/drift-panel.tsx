import { Callout } from '@/components/ui/callout'
import { Time } from '@/components/ui/time'
import type { WatchedKey } from '@/lib/domain/views/watch'
import { CheckFinding } from './check-list'

const NAMES: Record<WatchedKey['role'], string> = {
  active: 'your key',
  staged: 'the new key',
  replaced: 'the key that was replaced',
}

/** What went worse with a key since it was linked, before it becomes an outage; nothing while all is as it was. */
export function DriftPanel({ watched, now }: { watched: WatchedKey; now: string }) {
  const { drift, role } = watched
  if (drift.length === 0) return null
  return (
    <Callout tone="warn" title={`Something about ${NAMES[role]} has changed since it was linked.`}>
      <p>
        The daily checks found it. Nothing has stopped by it so far; mend it before it does. “Check now” makes
        the checks again.
      </p>
      <ul aria-label={`What has changed about ${NAMES[role]}`} className="mt-2 grid gap-3">
        {drift.map((row) => (
          <li key={row.id} className="grid gap-1 border-grace-line border-t pt-2">
            <p className="font-medium text-ink">
              {row.label}
              <span className="font-normal text-ink-soft text-sm">
                {': '}
                {row.status === 'unknown' ? 'can’t be told any more' : 'no longer'}, since{' '}
                <Time iso={row.since} now={now} />
              </span>
            </p>
            <CheckFinding row={row} mend />
          </li>
        ))}
      </ul>
    </Callout>
  )
}
