'use client'

import { createContext, useContext } from 'react'

/** What a field tells the control inside it. */
export interface FieldControl {
  id: string
  name: string
  invalid: boolean
  describedBy: string | undefined
  required: boolean
}

export const FieldContext = createContext<FieldControl | null>(null)

interface OwnProps {
  id?: string
  name?: string
  required?: boolean
  'aria-describedby'?: string
  'aria-invalid'?: boolean | 'true' | 'false' | 'grammar' | 'spelling'
}

/** The id, name and ARIA of a control: its own properties first, then those of the field around it. */
export function useControlProps<Props extends OwnProps>(props: Props): Props & OwnProps {
  const field = useContext(FieldContext)
  if (!field) return props
  return {
    id: field.id,
    name: field.name,
    required: field.required || undefined,
    'aria-invalid': field.invalid || undefined,
    'aria-describedby': field.describedBy,
    ...props,
  }
}
