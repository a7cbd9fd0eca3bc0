import { PastedKey } from '@/components/link-wizard/pasted-key'
import { PolicyPanel } from '@/components/link-wizard/policy-panel'
import { routes } from '@/components/shell/routes'
import { ActionForm, SubmitButton } from '@/components/ui/action-form'
import { ButtonLink } from '@/components/ui/button'
import { Section } from '@/components/ui/card'
import { CopyableId } from '@/components/ui/code-block'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import type { FormAction } from '@/lib/domain/action-state'
import type { WizardView } from '@/lib/domain/views/wizard'
import { WhatHappens } from './what-happens'

interface RequestFormProps {
  view: WizardView
  currentKeyId: string
  kmsCalls: number
  action: FormAction
}

/** Asks for another root key: what will happen, the policy for the new key, then reason and ARN. */
export function RequestForm({ view, currentKeyId, kmsCalls, action }: RequestFormProps) {
  return (
    <div className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-8">
      <Section title="What will happen">
        <WhatHappens kmsCalls={kmsCalls} to="requester" />
      </Section>
      <Section
        title="1. Create the new key, with this policy"
        description="It is the policy of the key you have. The new key may be in another account or region."
      >
        <PolicyPanel {...view} />
      </Section>
      <Section title="2. Ask for it">
        <ActionForm action={action} keepValues aria-label="Ask for a rotation">
          <div className="grid gap-1">
            <p className="font-medium">Key in use now</p>
            <CopyableId value={currentKeyId} label="ARN of the key in use" className="text-ink-soft" />
          </div>
          <PastedKey name="newKeyId" label="ARN of the new key" regions={view.regions} />
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
