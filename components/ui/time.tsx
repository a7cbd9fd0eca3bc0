'use client'

import { cn } from './cn'
import { formatCountdown, formatRelative, formatUtc } from './format-time'
import { Tooltip } from './tooltip'
import { useNow } from './use-now'

interface TimeProps {
  /** The moment, ISO 8601. */
  iso: string
  /** The server's time when it rendered, ISO 8601. */
  now: string
  /** Said instead of the relative words. */
  words?: string
  className?: string
}

/** A moment in relative words; the exact local and UTC time on hover, focus and tap. */
export function Time({ iso, now, words, className }: TimeProps) {
  const date = new Date(iso)
  const current = useNow(now, 30_000)
  return (
    <Tooltip openOnPress content={<ExactTime date={date} />}>
      <button
        type="button"
        className={cn(
          'cursor-help whitespace-nowrap rounded-sm decoration-line underline-offset-4 hover:underline',
          className,
        )}
      >
        <time dateTime={iso}>{words ?? formatRelative(date, current)}</time>
      </button>
    </Tooltip>
  )
}

/** Rendered only once a tip is open, that is in the browser: its zone and locale are the reader's. */
function ExactTime({ date }: { date: Date }) {
  return (
    <span className="grid tabular-nums">
      <span>{date.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'long' })}</span>
      <span className="text-ink-faint">{formatUtc(date)}</span>
    </span>
  )
}

/** The time left until a moment, counting down each second. */
export function Countdown({ until, now }: { until: string; now: string }) {
  const current = useNow(now, 1000)
  return (
    <time dateTime={until} className="tabular-nums">
      {formatCountdown(Date.parse(until) - current.getTime())}
    </time>
  )
}
