import { ButtonLink } from '@/components/ui/button'
import type { WizardView } from '@/lib/domain/views/wizard'
import { PolicyPanel } from './policy-panel'
import { StepActions, StepHead } from './wizard-frame'
import { type WizardState, wizardHref } from './wizard-steps'

/** Step 2: the key, with a policy that lets us use it for this organization and for nothing else. */
export function StepPolicy({ view, state }: { view: WizardView; state: WizardState }) {
  return (
    <>
      <StepHead title="Create the key, with this policy">
        <p>
          Your account goes on administering the key. We may encrypt and decrypt with it only in calls that
          carry the id of {view.organizationName}, which you see in your own CloudTrail, and read its state.
        </p>
      </StepHead>
      <PolicyPanel {...view} />
      <StepActions>
        <ButtonLink href={wizardHref('provider')} variant="ghost">
          Back
        </ButtonLink>
        <ButtonLink href={wizardHref('key', { key: state.key })} variant="primary">
          The key has this policy
        </ButtonLink>
      </StepActions>
    </>
  )
}
