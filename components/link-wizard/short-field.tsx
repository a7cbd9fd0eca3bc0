import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'

interface ShortFieldProps {
  name: string
  label: string
  hint: string
  error?: string
  value: string
  onValue: (value: string) => void
  /** the width of what belongs here */
  className?: string
}

/** A value that is filled into the steps; it is sent nowhere. */
export function ShortField({ name, label, hint, error, value, onValue, className }: ShortFieldProps) {
  return (
    <Field name={name} label={label} hint={hint} error={error} optional>
      <Input
        className={className}
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        value={value}
        onChange={(event) => onValue(event.target.value)}
      />
    </Field>
  )
}
