'use client'

import { useState } from 'react'
import { ActionForm, SubmitButton } from '@/components/ui/action-form'
import { ButtonLink } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import type { Href } from '@/components/ui/href'
import { Input, Select } from '@/components/ui/input'
import type { FormAction } from '@/lib/domain/action-state'
import { TOKEN_LIVES_DAYS } from '@/lib/domain/service-tokens'
import type { TokenExample } from '@/lib/domain/views/tokens'
import { ClassGrid } from './class-grid'
import type { Use } from './curl-example'
import { IssuedToken } from './issued-token'

interface NewTokenProps {
  action: FormAction
  example: TokenExample
  /** The list of tokens. */
  back: Href
  /** The organizations that it may be limited to; left out where there is one only. */
  organizations?: { id: string; name: string }[]
}

const lifeWords = (days: number) => (days === 365 ? 'In a year' : `In ${days} days`)

/** Makes a token: name, what it may do and until when; then shows it, this once. */
export function NewToken({ action, example, back, organizations }: NewTokenProps) {
  const [issued, setIssued] = useState<string | null>(null)
  const [only, setOnly] = useState('')
  const [use, setUse] = useState<Use | null>(null)
  if (issued !== null) {
    const organizationId = only || example.organizationId
    return <IssuedToken token={issued} example={{ ...example, organizationId }} use={use} back={back} />
  }
  return (
    <ActionForm
      action={action}
      keepValues
      onOk={({ secret }) => setIssued(secret ?? null)}
      aria-label="New token"
      className="max-w-2xl gap-6"
    >
      <Field
        name="name"
        label="Name"
        hint="Of the program that will use it, such as billing-worker. Small letters, digits and hyphens."
        required
      >
        <Input maxLength={63} autoComplete="off" spellCheck={false} />
      </Field>
      {organizations && (
        <Field
          name="organizationId"
          label="Serves"
          hint="A token for every organization opens the data of all your customers: where one will do, take one."
        >
          <Select value={only} onChange={(event) => setOnly(event.target.value)}>
            <option value="">Every organization</option>
            {organizations.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
      )}
      <ClassGrid onChoose={setUse} />
      <Field
        name="lifeDays"
        label="Expires"
        hint="Make the next one before this one ends; both work meanwhile."
      >
        <Select defaultValue="90">
          {TOKEN_LIVES_DAYS.map((days) => (
            <option key={days} value={days}>
              {lifeWords(days)}
            </option>
          ))}
        </Select>
      </Field>
      <div className="flex flex-wrap gap-2">
        <SubmitButton pendingLabel="Making the token">Make token</SubmitButton>
        <ButtonLink href={back} variant="ghost">
          Cancel
        </ButtonLink>
      </div>
    </ActionForm>
  )
}
