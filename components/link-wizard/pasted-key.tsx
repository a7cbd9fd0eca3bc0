'use client'

import { useContext, useState } from 'react'
import { FormContext } from '@/components/ui/action-form'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { type KeyValue, KeyValueList } from '@/components/ui/key-value'
import { type AwsKeyArn, parseAwsKeyArn } from '@/lib/domain/aws-arn'

interface PastedKeyProps {
  /** the name in the form */
  name: string
  label: string
  regions: string[]
  defaultValue?: string
}

/** The one field that a key is pasted into; shows back what it understood, or says what is wrong with it. */
export function PastedKey({ name, label, regions, defaultValue = '' }: PastedKeyProps) {
  const [text, setText] = useState(defaultValue)
  const [pasted, setPasted] = useState(false)
  const parsed = parseAwsKeyArn(text, regions)
  const isAnswered = useAnswered(text)
  // Half a word is no mistake yet. (Not when the field is left, either: that would move the button being pressed.)
  const wrong = pasted && text !== '' && !parsed.ok ? parsed.message : ''
  return (
    <div className="grid gap-3">
      <Field
        name={name}
        label={label}
        hint="The full ARN of the key itself: it begins with arn: and ends in key/ and the key’s id."
        error={isAnswered ? undefined : wrong}
        required
      >
        <Input
          className="font-mono text-sm"
          autoComplete="off"
          spellCheck={false}
          maxLength={2_000}
          placeholder="arn:aws:kms:REGION:ACCOUNT:key/…"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onPaste={() => setPasted(true)}
        />
      </Field>
      <div aria-live="polite">{parsed.ok && <KeyValueList items={understood(parsed.key)} />}</div>
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

function understood({ accountId, region, keyId }: AwsKeyArn): KeyValue[] {
  return [
    { label: 'AWS account', value: <span className="tabular-nums">{accountId}</span> },
    { label: 'Region', value: region },
    {
      label: 'Key',
      value: (
        <>
          <code className="font-mono text-xs">{keyId}</code>
          {keyId.startsWith('mrk-') && ' (multi-region)'}
        </>
      ),
    },
  ]
}
