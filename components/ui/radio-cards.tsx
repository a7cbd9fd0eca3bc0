'use client'

import { type ReactNode, useContext, useId } from 'react'
import { FormContext } from './action-form'
import { cn } from './cn'
import { FieldError } from './field'

export interface RadioCard {
  value: string
  title: ReactNode
  description?: ReactNode
  icon?: ReactNode
  /** A few words at the right edge, such as a cost. */
  aside?: ReactNode
  /** Why it can't be chosen now; shown in place of the description. */
  disabledReason?: string
}

interface RadioCardsProps {
  name: string
  legend: ReactNode
  options: RadioCard[]
  defaultValue?: string
  onValueChange?: (value: string) => void
  /** Cards side by side from this many columns on wide screens. */
  columns?: 1 | 2 | 3
  className?: string
}

const COLUMNS = { 1: '', 2: 'sm:grid-cols-2', 3: 'sm:grid-cols-3' }

/** A choice of one among a few that need comparing: native radios, each in a card. */
export function RadioCards(props: RadioCardsProps) {
  const { name, legend, options, defaultValue, onValueChange, columns = 1, className } = props
  const errorId = useId()
  const error = useContext(FormContext)?.fieldErrors[name]
  return (
    <fieldset className={cn('grid gap-1', className)} aria-describedby={error ? errorId : undefined}>
      <legend className="mb-1 font-medium">{legend}</legend>
      <div className={cn('grid gap-2', COLUMNS[columns])}>
        {options.map((option) => (
          <label
            key={option.value}
            className={cn(
              'relative flex gap-3 rounded-lg border border-line bg-raised p-3 shadow-lift transition-colors',
              'hover:border-control has-checked:border-accent has-checked:bg-accent-soft',
              'has-focus-visible:outline-2 has-focus-visible:outline-accent-text has-focus-visible:outline-offset-2',
              option.disabledReason && 'cursor-not-allowed bg-sunken hover:border-line',
            )}
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              defaultChecked={option.value === defaultValue}
              disabled={Boolean(option.disabledReason)}
              aria-invalid={error ? true : undefined}
              onChange={onValueChange && (() => onValueChange(option.value))}
              className={cn(
                'mt-0.5 size-4.5 shrink-0 appearance-none rounded-full border border-control bg-raised',
                'checked:border-6 checked:border-accent disabled:opacity-55 focus-visible:outline-none',
              )}
            />
            {option.icon}
            <span className="grid min-w-0 flex-1 content-start gap-0.5">
              <span className="flex items-baseline justify-between gap-3">
                <span className="font-medium">{option.title}</span>
                {option.aside && <span className="text-ink-faint text-sm tabular-nums">{option.aside}</span>}
              </span>
              <span className="text-ink-soft text-sm">{option.disabledReason ?? option.description}</span>
            </span>
          </label>
        ))}
      </div>
      <FieldError id={errorId}>{error}</FieldError>
    </fieldset>
  )
}
