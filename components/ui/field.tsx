'use client'

import { CircleAlert } from 'lucide-react'
import { type ReactNode, useContext, useId } from 'react'
import { FormContext } from './action-form'
import { cn } from './cn'
import { FieldContext } from './field-context'

interface FieldProps {
  /** The key in the form data, and in the `fields` of an error. */
  name: string
  label: ReactNode
  /** A sentence on what belongs here, shown before anything goes wrong. */
  hint?: ReactNode
  /** An error from elsewhere; without it the surrounding `ActionForm`'s is shown. */
  error?: string
  required?: boolean
  /** Says "optional" beside the label. */
  optional?: boolean
  className?: string
  children: ReactNode
}

/** A label, one control, its hint, and its error right beside it, all tied together for assistive technology. */
export function Field({ name, label, hint, error, required, optional, className, children }: FieldProps) {
  const id = useId()
  const form = useContext(FormContext)
  const message = error ?? form?.fieldErrors[name]
  const hintId = `${id}-hint`
  const errorId = `${id}-error`
  const describedBy = [message && errorId, hint && hintId].filter(Boolean).join(' ') || undefined

  return (
    <div className={cn('grid gap-1', className)}>
      <label htmlFor={id} className="flex items-baseline justify-between font-medium text-ink">
        {label}
        {optional && <span className="font-normal text-ink-faint text-xs">optional</span>}
      </label>
      <FieldContext value={{ id, name, invalid: Boolean(message), describedBy, required: Boolean(required) }}>
        {children}
      </FieldContext>
      <FieldError id={errorId}>{message}</FieldError>
      {hint && (
        <p id={hintId} className="text-ink-faint text-sm">
          {hint}
        </p>
      )}
    </div>
  )
}

/** The sentence about a wrong field: icon, colour and words. Renders nothing without one. */
export function FieldError({ id, children }: { id?: string; children?: ReactNode }) {
  if (!children) return null
  return (
    <p id={id} className="flex items-start gap-1.5 text-sm text-stopped">
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      {children}
    </p>
  )
}
