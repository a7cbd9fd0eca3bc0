'use client'

import { useContext, useState } from 'react'
import { FormContext } from '@/components/ui/action-form'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { KeyValueList } from '@/components/ui/key-value'
import { CLOUD_WORDS } from '@/lib/domain/cloud-words'
import type { Cloud } from '@/lib/domain/provider'
import type { ReadKey } from './read-pasted'
import { understood } from './understood'

interface PastedKeyProps {
  /** the name in the form */
  name: string
  label: string
  /** the cloud that is expected; a key of another one is understood as well */
  provider: Cloud
  text: string
  onText: (text: string) => void
  /** what was made of the text */
  read: ReadKey
  optional?: boolean
}

const HINTS: Record<Cloud, { hint: string; placeholder: string }> = {
  aws: {
    hint: 'The full ARN of the key itself: it begins with arn: and ends in key/ and the key’s id.',
    placeholder: 'arn:aws:kms:REGION:ACCOUNT:key/…',
  },
  azure: {
    hint: 'The key identifier from the key’s page, with its version or without.',
    placeholder: 'https://YOUR-VAULT.vault.azure.net/keys/…',
  },
  google: {
    hint: 'The full resource name of the key, with a version or without.',
    placeholder: 'projects/…/locations/…/keyRings/…/cryptoKeys/…',
  },
}

/** The one field that a key of any cloud is pasted into; shows back what it understood, or says what is wrong. */
export function PastedKey({ name, label, provider, text, onText, read, optional }: PastedKeyProps) {
  const [pasted, setPasted] = useState(false)
  const isAnswered = useAnswered(text)
  // Half a word is no mistake yet. (Not when the field is left, either: that would move the button being pressed.)
  const wrong = pasted ? read.problem : ''
  const { reference } = read
  return (
    <div className="grid gap-3">
      <Field
        name={name}
        label={label}
        hint={HINTS[provider].hint}
        error={isAnswered ? undefined : wrong}
        required={!optional}
        optional={optional}
      >
        <Input
          className="font-mono text-sm"
          autoComplete="off"
          spellCheck={false}
          maxLength={2_000}
          placeholder={HINTS[provider].placeholder}
          value={text}
          onChange={(event) => onText(event.target.value)}
          onPaste={() => setPasted(true)}
        />
      </Field>
      <div aria-live="polite" className="grid gap-2">
        {reference && reference.provider !== provider && (
          <p className="text-ink-soft">
            This is a key in {CLOUD_WORDS[reference.provider].service}, not in {CLOUD_WORDS[provider].service}
            . That is fine: the steps go on for it.
          </p>
        )}
        {reference && <KeyValueList items={understood(reference)} />}
      </div>
    </div>
  )
}

/** Whether the form's errors are about this very text: they say nothing about what was typed since. */
function useAnswered(text: string): boolean {
  const errors = useContext(FormContext)?.fieldErrors
  const [answered, setAnswered] = useState({ errors, text })
  if (answered.errors !== errors) setAnswered({ errors, text })
  return answered.text === text
}
