'use client'

import { useState } from 'react'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { CLOUD_WORDS } from '@/lib/domain/cloud-words'
import type { Cloud } from '@/lib/domain/provider'
import type { SetupValues } from '@/lib/domain/views/wizard'
import { PastedKey } from './pasted-key'
import { readPasted } from './read-pasted'
import type { WizardState } from './wizard-steps'

interface KeyFieldsProps {
  /** the name of the key's field in the form */
  name: string
  /** what the key is called where it isn't called as in its cloud */
  label?: string
  setup: SetupValues
  provider: Cloud
  known?: Pick<WizardState, 'key' | 'role' | 'tenant'>
}

/** Which key, and what it takes to get there in its cloud: a role in AWS, a directory in Azure. */
export function KeyFields({ name, label, setup, provider, known = {} }: KeyFieldsProps) {
  const [text, setText] = useState(known.key ?? '')
  const read = readPasted(text, setup)
  const cloud = read.reference?.provider ?? provider
  return (
    <>
      <PastedKey
        name={name}
        label={label ?? CLOUD_WORDS[cloud].keyIdLabel}
        provider={provider}
        text={text}
        onText={setText}
        read={read}
      />
      {cloud === 'aws' && (
        <Field
          name="roleArn"
          label="ARN of the role"
          hint="Only where we use the key by a role of yours. Left empty, the key’s policy has to name our own role."
          optional
        >
          <Input
            className="font-mono text-sm"
            autoComplete="off"
            spellCheck={false}
            maxLength={2_000}
            placeholder="arn:aws:iam::ACCOUNT:role/…"
            defaultValue={known.role}
          />
        </Field>
      )}
      {cloud === 'azure' && (
        <Field
          name="tenantId"
          label="Directory (tenant) id"
          hint="Of the directory that the vault belongs to, where our application was consented to."
          required
        >
          <Input
            className="max-w-md font-mono text-sm"
            autoComplete="off"
            spellCheck={false}
            maxLength={2_000}
            placeholder="00000000-0000-0000-0000-000000000000"
            defaultValue={known.tenant}
          />
        </Field>
      )}
    </>
  )
}
