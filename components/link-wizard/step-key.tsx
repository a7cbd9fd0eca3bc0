import { ActionForm, SubmitButton } from '@/components/ui/action-form'
import { ButtonLink } from '@/components/ui/button'
import type { FormAction } from '@/lib/domain/action-state'
import type { Cloud } from '@/lib/domain/provider'
import type { SetupValues } from '@/lib/domain/views/wizard'
import { KeyFields } from './key-fields'
import { StepActions, StepHead } from './wizard-frame'
import { type WizardState, wizardHref } from './wizard-steps'

interface StepKeyProps {
  setup: SetupValues
  provider: Cloud
  state: WizardState
  startChecks: FormAction
}

/** Step 3: which key it is. */
export function StepKey({ setup, provider, state, startChecks }: StepKeyProps) {
  return (
    <>
      <StepHead title="Paste what names the key">
        <p>Nothing is stored yet. Next, the key is tried out, one check after the other.</p>
      </StepHead>
      <ActionForm action={startChecks} keepValues>
        <KeyFields name="keyId" setup={setup} provider={provider} known={state} />
        <StepActions>
          <ButtonLink href={wizardHref('prepare', state)} variant="ghost">
            Back
          </ButtonLink>
          <SubmitButton pendingLabel="Starting the checks">Check this key</SubmitButton>
        </StepActions>
      </ActionForm>
    </>
  )
}
