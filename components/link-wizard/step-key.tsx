import { ActionForm, SubmitButton } from '@/components/ui/action-form'
import { ButtonLink } from '@/components/ui/button'
import type { FormAction } from '@/lib/domain/action-state'
import { PastedKey } from './pasted-key'
import { StepActions, StepHead } from './wizard-frame'
import { type WizardState, wizardHref } from './wizard-steps'

interface StepKeyProps {
  regions: string[]
  state: WizardState
  startChecks: FormAction
}

/** Step 3: which key it is. */
export function StepKey({ regions, state, startChecks }: StepKeyProps) {
  return (
    <>
      <StepHead title="Paste the ARN of the key">
        <p>Nothing is stored yet. Next, the key is tried out, one check after the other.</p>
      </StepHead>
      <ActionForm action={startChecks} keepValues>
        <PastedKey name="keyId" label="Key ARN" regions={regions} defaultValue={state.key} />
        <StepActions>
          <ButtonLink href={wizardHref('policy', { key: state.key })} variant="ghost">
            Back
          </ButtonLink>
          <SubmitButton pendingLabel="Starting the checks">Check this key</SubmitButton>
        </StepActions>
      </ActionForm>
    </>
  )
}
