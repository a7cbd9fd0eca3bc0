import { CircleCheck, CircleDashed, Clock, Hourglass, type LucideIcon, OctagonX } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from './cn'

/** The five ways things can stand: healthy, on borrowed time, stopped, waiting for somebody, and none of these. */
export type StateTone = 'ok' | 'grace' | 'stopped' | 'pending' | 'neutral'

const LOOKS: Record<StateTone, { icon: LucideIcon; style: string }> = {
  ok: { icon: CircleCheck, style: 'border-ok-line bg-ok-soft text-ok' },
  grace: { icon: Hourglass, style: 'border-grace-line bg-grace-soft text-grace' },
  stopped: { icon: OctagonX, style: 'border-stopped-line bg-stopped-soft text-stopped' },
  pending: { icon: Clock, style: 'border-accent-line bg-accent-soft text-accent-text' },
  neutral: { icon: CircleDashed, style: 'border-line bg-sunken text-ink-soft' },
}

/** The icon that stands for a tone everywhere. */
export function StateIcon({ tone, className }: { tone: StateTone; className?: string }) {
  const Icon = LOOKS[tone].icon
  return <Icon aria-hidden size={14} className={cn('size-3.5 shrink-0', className)} />
}

/** A state by word, icon and colour together. The children are the word. */
export function StatePill({
  tone,
  className,
  children,
}: {
  tone: StateTone
  className?: string
  children: ReactNode
}) {
  return (
    <span
      className={cn(
        'inline-flex h-5.5 items-center gap-1 whitespace-nowrap rounded-full border pr-2 pl-1.5 font-medium text-xs',
        LOOKS[tone].style,
        className,
      )}
    >
      <StateIcon tone={tone} />
      {children}
    </span>
  )
}
