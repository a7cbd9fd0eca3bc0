'use client'

import { useContext, useId } from 'react'
import { FormContext } from '@/components/ui/action-form'
import { Checkbox } from '@/components/ui/checkbox'
import { FieldError } from '@/components/ui/field'
import { DATA_CLASSES, type DataClass, storedDataClasses } from '@/lib/domain/data-classes'
import type { Use } from './curl-example'

const OPERATIONS = [
  { name: 'encryptClasses', label: 'Encrypt' },
  { name: 'decryptClasses', label: 'Decrypt' },
] as const

/** What a token may do: a box for each class and operation. `onChoose` is told the first one that is ticked. */
export function ClassGrid({ onChoose }: { onChoose: (first: Use | null) => void }) {
  const id = useId()
  const error = useContext(FormContext)?.fieldErrors.classes
  return (
    <fieldset
      aria-describedby={error ? `${id}-error` : undefined}
      onChange={({ currentTarget: { form } }) => onChoose(form && firstUse(new FormData(form)))}
      className="grid gap-1"
    >
      <legend className="mb-1 font-medium text-ink">What it may do</legend>
      <div className="divide-y divide-line border-line border-y">
        {storedDataClasses.map((name) => (
          <ClassRow key={name} name={name} />
        ))}
      </div>
      <FieldError id={`${id}-error`}>{error}</FieldError>
      <p className="text-ink-faint text-sm">
        As little as its program needs: one that only writes has no use for “decrypt”.
      </p>
    </fieldset>
  )
}

function firstUse(form: FormData): Use | null {
  for (const operation of ['encrypt', 'decrypt'] as const) {
    const dataClass = storedDataClasses.find((name) => form.getAll(`${operation}Classes`).includes(name))
    if (dataClass) return { operation, dataClass }
  }
  return null
}

function ClassRow({ name }: { name: DataClass }) {
  const { label } = DATA_CLASSES[name]
  return (
    <div className="grid items-start gap-x-4 gap-y-1 py-2 sm:grid-cols-[minmax(0,1fr)_auto_auto]">
      <span aria-hidden>{label}</span>
      {OPERATIONS.map((operation) => (
        <Checkbox
          key={operation.name}
          name={operation.name}
          value={name}
          label={
            <>
              {operation.label}
              <span className="sr-only"> {label}</span>
            </>
          }
        />
      ))}
    </div>
  )
}
