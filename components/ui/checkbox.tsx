'use client'

import { Check } from 'lucide-react'
import { type ComponentProps, type ReactNode, useContext, useId } from 'react'
import { FormContext } from './action-form'
import { cn } from './cn'
import { FieldError } from './field'

interface CheckboxProps extends Omit<ComponentProps<'input'>, 'type'> {
  name: string
  /** What ticking it says; the whole sentence is the target. */
  label: ReactNode
  hint?: ReactNode
}

/** The browser's checkbox with its sentence; shows the form's error for its name. */
export function Checkbox({ label, hint, className, ...props }: CheckboxProps) {
  const id = useId()
  const error = useContext(FormContext)?.fieldErrors[props.name]
  const describedBy = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ') || undefined
  return (
    <div className={cn('grid gap-1', className)}>
      <label className="flex items-start gap-2.5">
        <span className="relative mt-0.5 grid size-4.5 shrink-0 place-items-center">
          <input
            type="checkbox"
            aria-invalid={error ? true : undefined}
            aria-describedby={describedBy}
            {...props}
            className={cn(
              'peer size-4.5 appearance-none rounded-sm border border-control bg-raised shadow-lift',
              'checked:border-accent checked:bg-accent aria-invalid:border-stopped disabled:opacity-55',
            )}
          />
          <Check
            aria-hidden
            strokeWidth={3}
            className="pointer-events-none absolute size-3 text-accent-on opacity-0 peer-checked:opacity-100"
          />
        </span>
        <span className="text-ink">{label}</span>
      </label>
      {hint && (
        <p id={`${id}-hint`} className="pl-7 text-ink-faint text-sm">
          {hint}
        </p>
      )}
      <div className="pl-7">
        <FieldError id={`${id}-error`}>{error}</FieldError>
      </div>
    </div>
  )
}
