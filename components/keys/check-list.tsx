import { StatePill, type StateTone } from '@/components/ui/state-pill'
import type { CheckRow } from '@/lib/domain/jobs'

const WORDS: Record<CheckRow['status'], { tone: StateTone; word: string }> = {
  waiting: { tone: 'neutral', word: 'Waiting' },
  running: { tone: 'pending', word: 'Checking' },
  passed: { tone: 'ok', word: 'Passed' },
  failed: { tone: 'stopped', word: 'Failed' },
  unknown: { tone: 'grace', word: 'Undecided' },
  skipped: { tone: 'neutral', word: 'Not tried' },
}

const SIDES: Record<NonNullable<CheckRow['whose']>, string | null> = {
  cloud_admin: 'Your cloud admin’s move',
  operator: 'The operator’s move',
  network: 'On the way to your cloud',
  nobody: null,
}

/** Checks on a key, one by one: what was found, on whose side it is, and how to mend it. */
export function CheckList({ rows }: { rows: CheckRow[] }) {
  return (
    <ol aria-label="Checks" className="grid divide-y divide-line border-line border-y">
      {rows.map((row) => (
        <CheckItem key={row.id} row={row} />
      ))}
    </ol>
  )
}

function CheckItem({ row }: { row: CheckRow }) {
  const { tone, word } = WORDS[row.status]
  const failed = row.status === 'failed' || row.status === 'unknown'
  const side = row.whose ? SIDES[row.whose] : null
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-4 gap-y-1 py-2.5">
      <span>{row.label}</span>
      <StatePill tone={tone} className="w-fit">
        {word}
      </StatePill>
      {row.reason && (
        <div className="grid gap-0.5 text-ink-soft text-sm col-span-2">
          <p>{row.reason}</p>
          {failed && row.fix && (
            <p>
              {side && <strong className="font-medium text-ink">{side}: </strong>}
              {row.fix}
            </p>
          )}
        </div>
      )}
    </li>
  )
}
