import { ROTATION_STEPS, STAGE_WORDS } from '@/lib/domain/rotation'

/** What a rotation will do, stage by stage, and what it costs: told to who asks for it, or to who decides it. */
export function WhatHappens({ kmsCalls, to }: { kmsCalls: number; to: 'requester' | 'decider' }) {
  const asks = to === 'requester'
  return (
    <div className="grid gap-3">
      <ol className="grid list-decimal gap-1.5 pl-5 text-ink-soft marker:text-ink-faint">
        {asks && (
          <li>
            <strong className="font-medium text-ink">Approve.</strong> Support staff approve or reject your
            request, within seven days. Both keys are checked meanwhile.
          </li>
        )}
        {ROTATION_STEPS.map((step) => (
          <li key={step}>
            <strong className="font-medium text-ink">{STAGE_WORDS[step].label}.</strong>{' '}
            {STAGE_WORDS[step].sentence}
          </li>
        ))}
      </ol>
      <p className="max-w-prose text-ink-soft">
        It costs about <strong className="font-medium text-ink tabular-nums">{kmsCalls} calls</strong> to
        {asks ? ' your' : ' the customer’s'} KMS, however much data there is, and takes a minute or so. The
        data can be used all the while. Keep both keys enabled until it is complete.
      </p>
    </div>
  )
}
