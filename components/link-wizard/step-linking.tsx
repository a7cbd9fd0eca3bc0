'use client'

import { CircleCheck } from 'lucide-react'
import { CheckList } from '@/components/keys/check-list'
import { isEnded, jobQuery } from '@/components/query/job-query'
import { useLiveQuery } from '@/components/query/use-live-query'
import { routes } from '@/components/shell/routes'
import { ButtonLink } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Spinner } from '@/components/ui/spinner'
import { classesUnderCmk, DATA_CLASSES } from '@/lib/domain/data-classes'
import type { JobView } from '@/lib/domain/views/job'
import { checkRowsOf } from '@/lib/domain/views/preflight'
import { KeyLine } from './key-line'
import { StepActions, StepHead } from './wizard-frame'
import { type WizardState, wizardHref } from './wizard-steps'

/** Step 6: the key is proven once more and linked, live. */
export function StepLinking({ keyId, state, first }: { keyId: string; state: WizardState; first: JobView }) {
  const { data: job = first } = useLiveQuery(jobQuery(first.id), first)
  if (job.state === 'done') return <Linked keyId={keyId} />
  return (
    <>
      <StepHead title={isEnded(job) ? 'The key was not linked' : 'Linking'}>
        <KeyLine keyId={keyId} />
      </StepHead>
      <CheckList rows={checkRowsOf(job, keyId)} />
      <div role="status">
        {job.error ? (
          <Callout tone="stopped" title={job.error.message}>
            {job.error.fix} Nothing was stored.
          </Callout>
        ) : (
          <p className="flex items-center gap-2 text-ink-soft">
            <Spinner /> The key is proven once more, then your keys are put under it.
          </p>
        )}
      </div>
      {job.error && (
        <StepActions>
          <ButtonLink href={wizardHref('key', state)} variant="primary">
            Check the key again
          </ButtonLink>
        </StepActions>
      )}
    </>
  )
}

function Linked({ keyId }: { keyId: string }) {
  const labels = classesUnderCmk.map((name) => DATA_CLASSES[name].label)
  return (
    <>
      <div role="status" className="flex items-start gap-3 rounded-lg border border-ok-line bg-ok-soft p-4">
        <CircleCheck aria-hidden className="mt-0.5 size-5 shrink-0 text-ok" />
        <div className="grid gap-1">
          <h2 className="font-semibold text-lg">Your key is linked</h2>
          <KeyLine keyId={keyId} />
          <p className="max-w-prose text-ink-soft">
            From now on it takes your key and ours together to open: {labels.join(', ')}. Take the key away in
            your cloud, and within a minute nobody opens them any more.
          </p>
        </div>
      </div>
      <StepActions>
        <ButtonLink href={routes.keys} variant="primary">
          See your keys
        </ButtonLink>
        <ButtonLink href={routes.newConnection}>Store a credential under it</ButtonLink>
      </StepActions>
    </>
  )
}
