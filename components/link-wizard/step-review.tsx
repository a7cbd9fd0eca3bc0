import { ActionForm, SubmitButton } from '@/components/ui/action-form'
import { ButtonLink } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Checkbox } from '@/components/ui/checkbox'
import type { FormAction } from '@/lib/domain/action-state'
import { ClassChanges } from './class-changes'
import { DUTIES } from './duties'
import { HiddenKey } from './hidden-key'
import { KeyLine } from './key-line'
import { StepActions, StepHead } from './wizard-frame'
import { type WizardState, wizardHref } from './wizard-steps'

interface StepReviewProps {
  keyId: string
  /** with the job in which the key passed its checks */
  state: WizardState
  link: FormAction
}

/** Step 5: what will be different from today, what will not, and what the admin takes on. */
export function StepReview({ keyId, state, link }: StepReviewProps) {
  return (
    <>
      <StepHead title="Review what changes">
        <KeyLine keyId={keyId} />
      </StepHead>
      <ClassChanges />
      <Callout tone="warn" title="Data from before the link">
        What you stored so far moves under your key at once. But until it is encrypted anew, whoever has the
        platform’s root key and an older backup of our database could still open that part.
      </Callout>
      <ActionForm action={link} keepValues aria-label="Link the key">
        <HiddenKey state={state} />
        <fieldset className="grid gap-3">
          <legend className="mb-2 font-medium">
            Your duties. They are written into the audit log in your name.
          </legend>
          {DUTIES.map((duty) => (
            <Checkbox key={duty.name} {...duty} />
          ))}
        </fieldset>
        <StepActions>
          <ButtonLink href={wizardHref('checks', state)} variant="ghost">
            Back
          </ButtonLink>
          <SubmitButton pendingLabel="Linking">Link this key</SubmitButton>
        </StepActions>
      </ActionForm>
    </>
  )
}
