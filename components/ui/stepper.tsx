import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from './cn'

export interface Step {
  title: string
  state: 'done' | 'current' | 'waiting'
  /** Who did or does it, and when: "Dana, 3 minutes ago". */
  detail?: ReactNode
}

const WORDS = { done: 'Done: ', current: 'Now: ', waiting: 'Later: ' }

/** Where one is in a sequence of a few steps, with who and when. A row; a column on narrow screens. */
export function Stepper({ steps, label }: { steps: Step[]; label: string }) {
  return (
    <ol aria-label={label} className="flex flex-col gap-x-2 gap-y-3 sm:flex-row">
      {steps.map((step, index) => (
        <li
          key={step.title}
          aria-current={step.state === 'current' ? 'step' : undefined}
          className={cn(
            'flex flex-1 gap-2 border-line border-l-2 pl-3 sm:border-t-2 sm:border-l-0 sm:pt-2.5 sm:pl-0',
            step.state === 'done' && 'border-ok-line',
            step.state === 'current' && 'border-accent-text',
          )}
        >
          <StepMark state={step.state} number={index + 1} />
          <div className="grid content-start">
            <p className={cn('font-medium', step.state === 'waiting' && 'font-normal text-ink-faint')}>
              <span className="sr-only">{WORDS[step.state]}</span>
              {step.title}
            </p>
            {step.detail && <div className="text-ink-faint text-sm">{step.detail}</div>}
          </div>
        </li>
      ))}
    </ol>
  )
}

function StepMark({ state, number }: { state: Step['state']; number: number }) {
  return (
    <span
      aria-hidden
      className={cn(
        'mt-px grid size-5 shrink-0 place-items-center rounded-full border border-control text-ink-faint text-xs tabular-nums',
        state === 'done' && 'border-ok-line bg-ok-soft text-ok',
        state === 'current' && 'border-accent bg-accent text-accent-on',
      )}
    >
      {state === 'done' ? <Check className="size-3" strokeWidth={3} /> : number}
    </span>
  )
}
