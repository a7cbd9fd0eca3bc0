'use client'

import { useState } from 'react'
import { CloudSteps } from '@/components/link-wizard/cloud-steps'
import { KeyFields } from '@/components/link-wizard/key-fields'
import { KeyLine } from '@/components/link-wizard/key-line'
import type { Known } from '@/components/link-wizard/known'
import { PREPARE_WORDS } from '@/components/link-wizard/prepare-words'
import { routes } from '@/components/shell/routes'
import { ActionForm, SubmitButton } from '@/components/ui/action-form'
import { ButtonLink } from '@/components/ui/button'
import { Section } from '@/components/ui/card'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { RadioCards } from '@/components/ui/radio-cards'
import type { FormAction } from '@/lib/domain/action-state'
import { CLOUD_WORDS } from '@/lib/domain/cloud-words'
import { CLOUDS, type Cloud } from '@/lib/domain/provider'
import type { SetupValues } from '@/lib/domain/views/wizard'
import { WhatHappens } from './what-happens'

interface RequestFormProps {
  setup: SetupValues
  /** the cloud of the key in use, or another that is set up */
  provider: Cloud
  currentKeyId: string
  kmsCalls: number
  action: FormAction
}

/** Asks for another root key: what will happen, how to prepare the new one in whichever cloud, then reason and key. */
export function RequestForm({ setup, provider: first, currentKeyId, kmsCalls, action }: RequestFormProps) {
  const [provider, setProvider] = useState(first)
  const [known, setKnown] = useState<Known>({})
  const { title, sentence } = PREPARE_WORDS[provider]
  return (
    <div className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-8">
      <Section title="What will happen">
        <WhatHappens kmsCalls={kmsCalls} to="requester" />
      </Section>
      <Section
        title="1. Prepare the new key"
        description="It may be in another account, region or cloud than the one in use."
      >
        {setup.clouds.length > 1 && (
          <RadioCards
            name="newProvider"
            legend="Where the new key lives"
            columns={setup.clouds.length === 3 ? 3 : 2}
            defaultValue={provider}
            onValueChange={(value) => setProvider(CLOUDS.find((cloud) => cloud === value) ?? first)}
            options={setup.clouds.map((cloud) => ({ value: cloud, title: CLOUD_WORDS[cloud].service }))}
          />
        )}
        <div className="grid gap-1">
          <h3 className="font-medium">{title}</h3>
          <p className="max-w-prose text-ink-soft">{sentence(setup.organizationName)}</p>
        </div>
        <CloudSteps
          key={provider}
          provider={provider}
          setup={setup}
          known={known}
          onKnown={(change) => setKnown((before) => ({ ...before, ...change }))}
        />
      </Section>
      <Section title="2. Ask for it">
        <ActionForm action={action} keepValues aria-label="Ask for a rotation">
          <div className="grid gap-1">
            <p className="font-medium">Key in use now</p>
            <div className="text-ink-soft">
              <KeyLine keyId={currentKeyId} />
            </div>
          </div>
          <KeyFields
            key={`${provider} ${known.key} ${known.tenant}`}
            name="newKeyId"
            label={`${CLOUD_WORDS[provider].keyIdLabel} of the new key`}
            setup={setup}
            provider={provider}
            known={known}
          />
          <Field
            name="reason"
            label="Reason"
            hint="Support staff read it before they decide, and it stays in your audit log."
            required
          >
            <Input maxLength={500} autoComplete="off" />
          </Field>
          <div className="flex flex-wrap gap-2">
            <SubmitButton pendingLabel="Asking">Ask for this rotation</SubmitButton>
            <ButtonLink href={routes.rotation} variant="ghost">
              Cancel
            </ButtonLink>
          </div>
        </ActionForm>
      </Section>
    </div>
  )
}
