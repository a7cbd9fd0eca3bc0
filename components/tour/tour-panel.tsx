'use client'

import { ArrowRight, ArrowUpRight, Check, ChevronDown } from 'lucide-react'
import Link from 'next/link'
import { useId, useSyncExternalStore } from 'react'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import type { Href } from '@/components/ui/href'
import { Bar } from '@/components/ui/progress'

export interface TourLink {
  /** A page of ours, or with `external` an address that opens in a tab of its own. */
  href: Href | string
  label: string
  external?: boolean
}

export interface TourStep {
  id: string
  title: string
  /** What to do and what will be seen, in a sentence. */
  sentence: string
  link?: TourLink
  done: boolean
}

const STORAGE_KEY = 'latchkey.tour'

/** The steps of the story with what is done and what comes next; folds away and remembers that. */
export function TourPanel({ steps }: { steps: TourStep[] }) {
  const folded = useSyncExternalStore(subscribe, isFolded, () => false)
  // The panel may stand twice, in the sidebar and in the sheet: one open step to each.
  const group = useId()
  const doneCount = steps.filter(({ done }) => done).length
  const next = steps.find(({ done }) => !done)
  return (
    <section aria-label="Tour" className="rounded-lg border border-line bg-surface shadow-lift">
      <Button
        variant="ghost"
        aria-expanded={!folded}
        onClick={() => fold(!folded)}
        className="h-9 w-full justify-start px-3 text-ink hover:bg-transparent"
      >
        Tour
        <span className="font-normal text-ink-faint text-xs tabular-nums">
          {doneCount} of {steps.length} done
        </span>
        <ChevronDown
          aria-hidden
          className={cn('ml-auto text-ink-faint transition-transform', folded && '-rotate-90')}
        />
      </Button>
      <Bar percent={(doneCount / steps.length) * 100} className="block h-1.5 px-3 text-ok" />
      {!folded && (
        <ol className="grid p-1.5 pt-2">
          {steps.map((step, index) => (
            <TourItem key={step.id} group={group} step={step} number={index + 1} isNext={step === next} />
          ))}
        </ol>
      )}
    </section>
  )
}

/** One step: natively foldable, one open at a time; the next one is open from the start. */
function TourItem(props: { group: string; step: TourStep; number: number; isNext: boolean }) {
  const { group, step, number, isNext } = props
  return (
    <li>
      <details name={group} open={isNext} className="group rounded-md open:bg-hover">
        <summary className="flex items-start gap-2 rounded-md px-1.5 py-1 text-sm hover:bg-hover">
          <StepMark done={step.done} isNext={isNext} number={number} />
          <span className={cn('flex-1', step.done && 'text-ink-faint', isNext && 'font-medium')}>
            <span className="sr-only">{step.done ? 'Done: ' : isNext ? 'Next: ' : ''}</span>
            {step.title}
          </span>
        </summary>
        <div className="grid gap-1 pr-2 pb-2 pl-8 text-ink-soft text-sm">
          <p>{step.sentence}</p>
          {step.link && <StepLink {...step.link} />}
        </div>
      </details>
    </li>
  )
}

function StepLink({ href, label, external }: TourLink) {
  const Icon = external ? ArrowUpRight : ArrowRight
  return (
    <Link
      href={href as Href}
      target={external ? '_blank' : undefined}
      className="inline-flex items-center gap-1 rounded-sm py-0.5 font-medium text-accent-text hover:underline"
    >
      {label} <Icon aria-hidden className="size-3.5" />
    </Link>
  )
}

function StepMark({ done, isNext, number }: { done: boolean; isNext: boolean; number: number }) {
  return (
    <span
      aria-hidden
      className={cn(
        'mt-0.5 grid size-4.5 shrink-0 place-items-center rounded-full border border-control text-2xs text-ink-faint',
        done && 'border-ok-line bg-ok-soft text-ok',
        isNext && 'border-accent bg-accent text-accent-on',
      )}
    >
      {done ? <Check className="size-3" strokeWidth={3} /> : number}
    </span>
  )
}

const listeners = new Set<() => void>()

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function isFolded(): boolean {
  return localStorage.getItem(STORAGE_KEY) === 'folded'
}

function fold(folded: boolean) {
  localStorage.setItem(STORAGE_KEY, folded ? 'folded' : 'open')
  for (const listener of listeners) listener()
}
