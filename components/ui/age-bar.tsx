import { ageStanding } from './age'
import { cn } from './cn'
import { Bar } from './progress'
import { StateIcon } from './state-pill'

const COLOURS = { ok: 'text-ok', grace: 'text-grace', stopped: 'text-stopped' } as const

interface AgeBarProps {
  /** What is that old: "Master key"; read out before the numbers. */
  label: string
  ageDays: number
  limitDays: number
  className?: string
}

/** An age against its limit: a bar with the limit's mark, the exact numbers, and what they mean in a word. */
export function AgeBar({ label, ageDays, limitDays, className }: AgeBarProps) {
  const { tone, words } = ageStanding(ageDays, limitDays)
  // The bar runs to a quarter beyond the limit, so that going over shows.
  const scaleDays = limitDays * 1.25
  const percent = Math.min(100, (ageDays / scaleDays) * 100)
  return (
    <div className={cn('grid min-w-36 gap-1.5', className)}>
      <Bar percent={percent} mark={80} className={COLOURS[tone]} />
      <p className="flex flex-wrap justify-between gap-x-3 text-sm tabular-nums">
        <span className="text-ink">
          <span className="sr-only">{label}: </span>
          {ageDays} <span className="text-ink-faint">of {limitDays} days</span>
        </span>
        <span className={cn('inline-flex items-center gap-1', COLOURS[tone])}>
          <StateIcon tone={tone} />
          {words}
        </span>
      </p>
    </div>
  )
}
