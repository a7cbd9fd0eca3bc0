import { cn } from './cn'

interface ProgressBarProps {
  done: number
  total: number
  /** What is counted, for the bar's name: "Data keys rewrapped". */
  label: string
  /** The noun after the count: "data keys". */
  noun: string
}

const counts = new Intl.NumberFormat('en')

/** How far something is, as a bar and as a count. */
export function ProgressBar({ done, total, label, noun }: ProgressBarProps) {
  const percent = total === 0 ? 100 : Math.min(100, (done / total) * 100)
  return (
    <div className="grid gap-1">
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done}
        aria-valuetext={`${counts.format(done)} of ${counts.format(total)} ${noun}`}
      >
        <Bar percent={percent} className="text-accent" />
      </div>
      <p className="text-ink-faint text-sm tabular-nums">
        {counts.format(done)} of {counts.format(total)} {noun}
      </p>
    </div>
  )
}

/** A plain bar, 0 to 100 percent, in the current text colour; SVG, so that no style attribute is needed. */
export function Bar({ percent, mark, className }: { percent: number; mark?: number; className?: string }) {
  return (
    <svg aria-hidden="true" className={cn('h-1.5 w-full overflow-visible', className)}>
      <rect width="100%" height="6" rx="3" className="fill-line" />
      <rect width={`${percent}%`} height="6" rx="3" fill="currentColor" className="transition-[width]" />
      {mark !== undefined && (
        <rect x={`${mark}%`} y="-2" width="1.5" height="10" className="fill-ink-faint" />
      )}
    </svg>
  )
}
