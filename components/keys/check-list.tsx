import { CodeBlock } from '@/components/ui/code-block'
import { StatePill, type StateTone } from '@/components/ui/state-pill'
import type { CheckRow } from '@/lib/domain/jobs'
import { SIDES } from '@/lib/domain/kms-sentences'

const WORDS: Record<CheckRow['status'], { tone: StateTone; word: string }> = {
  waiting: { tone: 'neutral', word: 'Waiting' },
  running: { tone: 'pending', word: 'Checking' },
  passed: { tone: 'ok', word: 'Passed' },
  failed: { tone: 'stopped', word: 'Failed' },
  unknown: { tone: 'grace', word: 'Undecided' },
  skipped: { tone: 'neutral', word: 'Not tried' },
}

const MOVES: Record<NonNullable<CheckRow['whose']>, string | null> = {
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
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-4 gap-y-1 py-2.5">
      <span>{row.label}</span>
      <StatePill tone={tone} className="w-fit">
        {word}
      </StatePill>
      {row.reason && (
        <div className="col-span-2">
          <CheckFinding row={row} mend={failed} />
        </div>
      )}
    </li>
  )
}

/** What was found, and with `mend` on whose side it lies, who has to act, and what they run. */
export function CheckFinding({ row, mend }: { row: CheckRow; mend: boolean }) {
  const move = row.whose ? MOVES[row.whose] : null
  return (
    <div className="grid gap-1 text-ink-soft text-sm">
      <p>{row.reason}</p>
      {mend && row.side && <p className="text-ink-faint">Where it lies: {SIDES[row.side]}.</p>}
      {mend && row.fix && (
        <p>
          {move && <strong className="font-medium text-ink">{move}: </strong>}
          {row.fix}
        </p>
      )}
      {mend && row.command && <CodeBlock code={row.command} label="Command that mends it" />}
    </div>
  )
}
