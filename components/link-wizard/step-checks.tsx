'use client'

import { CheckList } from '@/components/keys/check-list'
import { isEnded, jobQuery } from '@/components/query/job-query'
import { useLiveQuery } from '@/components/query/use-live-query'
import { ActionForm, SubmitButton } from '@/components/ui/action-form'
import { ButtonLink } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Spinner } from '@/components/ui/spinner'
import type { FormAction } from '@/lib/domain/action-state'
import type { JobView } from '@/lib/domain/views/job'
import { checkRowsOf, hasPassed } from '@/lib/domain/views/preflight'
import { HiddenKey } from './hidden-key'
import { KeyLine } from './key-line'
import { StepActions, StepHead } from './wizard-frame'
import { type WizardState, wizardHref } from './wizard-steps'

interface StepChecksProps {
  keyId: string
  state: WizardState
  first: JobView
  startChecks: FormAction
}

/** Step 4: the key is tried out, live. */
export function StepChecks({ keyId, state, first, startChecks }: StepChecksProps) {
  const { data: job = first } = useLiveQuery(jobQuery(first.id), first)
  const passed = hasPassed(job, keyId)
  const ended = isEnded(job)
  return (
    <>
      <StepHead title="Live checks">
        <KeyLine keyId={keyId} />
      </StepHead>
      <CheckList rows={checkRowsOf(job, keyId)} />
      <div role="status">
        <Verdict job={job} passed={passed} state={state} />
      </div>
      <StepActions>
        <ButtonLink href={wizardHref('key', state)} variant="ghost">
          Back
        </ButtonLink>
        {ended && (
          <ActionForm action={startChecks} aria-label="Run the checks again">
            <HiddenKey state={state} />
            <SubmitButton variant={passed ? 'secondary' : 'primary'} pendingLabel="Starting the checks">
              Run again
            </SubmitButton>
          </ActionForm>
        )}
        {passed && (
          <ButtonLink href={wizardHref('review', { ...state, job: job.id })} variant="primary">
            Review what changes
          </ButtonLink>
        )}
      </StepActions>
    </>
  )
}

function Verdict({ job, passed, state }: { job: JobView; passed: boolean; state: WizardState }) {
  if (job.error) {
    return (
      <Callout tone="stopped" title={job.error.message}>
        {job.error.fix} Nothing was stored.
      </Callout>
    )
  }
  if (!isEnded(job)) {
    return (
      <p className="flex items-center gap-2 text-ink-soft">
        <Spinner /> Asking your key. This takes a few seconds.
      </p>
    )
  }
  if (passed) return <p className="text-ink-soft">Every check passed. Nothing is stored yet.</p>
  return (
    <Callout
      tone="stopped"
      title="This key did not pass."
      actions={
        <ButtonLink href={wizardHref('prepare', state)} size="sm">
          See the steps again
        </ButtonLink>
      }
    >
      Mend what the failed checks say and run them again. Nothing was stored.
    </Callout>
  )
}
