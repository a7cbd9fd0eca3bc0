import { Info, type LucideIcon, OctagonX, TriangleAlert } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import type { WhoseMove } from '@/lib/domain/errors'
import { cn } from './cn'

export type CalloutTone = 'info' | 'warn' | 'stopped'

const LOOKS: Record<CalloutTone, { icon: LucideIcon; box: string; text: string }> = {
  info: { icon: Info, box: 'border-line bg-sunken', text: 'text-ink-soft' },
  warn: { icon: TriangleAlert, box: 'border-grace-line bg-grace-soft', text: 'text-grace' },
  stopped: { icon: OctagonX, box: 'border-stopped-line bg-stopped-soft', text: 'text-stopped' },
}

const MOVES: Record<WhoseMove, string> = {
  you: 'Your move',
  cloud_admin: 'Your cloud admin’s move',
  organization_admin: 'Your organization admin’s move',
  support: 'Support’s move',
  operator: 'The operator’s move',
  nobody: 'Nobody has to act',
}

interface CalloutProps extends Omit<ComponentProps<'div'>, 'title'> {
  tone?: CalloutTone
  /** The cause, one sentence. */
  title: ReactNode
  /** Who has to act; said in words above what to do. */
  whose?: WhoseMove
  /** Buttons or links, at the end. */
  actions?: ReactNode
}

/** A message that stays: the cause, whose move it is, and what to do (the children). */
export function Callout({
  tone = 'info',
  title,
  whose,
  actions,
  className,
  children,
  ...rest
}: CalloutProps) {
  const { icon: Icon, box, text } = LOOKS[tone]
  return (
    <div className={cn('flex gap-2.5 rounded-lg border px-3 py-2.5', box, className)} {...rest}>
      <Icon aria-hidden className={cn('mt-0.5 size-4.5 shrink-0', text)} />
      <div className="grid min-w-0 flex-1 gap-1">
        <p className="font-medium text-ink">{title}</p>
        {(whose || children) && (
          <div className="text-ink-soft">
            {whose && <strong className="font-medium text-ink">{MOVES[whose]}: </strong>}
            {children}
          </div>
        )}
        {actions && <div className="mt-1 flex flex-wrap gap-2">{actions}</div>}
      </div>
    </div>
  )
}
