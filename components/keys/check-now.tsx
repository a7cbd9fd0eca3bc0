'use client'

import { useQueryClient } from '@tanstack/react-query'
import { ActionForm, SubmitButton } from '@/components/ui/action-form'
import { LockedButton } from '@/components/ui/locked-button'
import { Spinner } from '@/components/ui/spinner'
import { StateIcon } from '@/components/ui/state-pill'
import { Time } from '@/components/ui/time'
import type { FormAction } from '@/lib/domain/action-state'
import type { KeyCheck } from '@/lib/domain/views/keys'
import { keysQuery } from './keys-query'

interface CheckNowProps {
  action: FormAction
  check: KeyCheck | null
  /** since when the key stands as it does; an older answer says nothing about that */
  since: string
  now: string
  /** why this person may not ask for it */
  refusal: string | null
}

/** Has the key proven now, and shows what it said. */
export function CheckNow({ action, check, since, now, refusal }: CheckNowProps) {
  const client = useQueryClient()
  const running = check !== null && check.outcome === null
  const isNews = (check?.outcome?.at ?? '') >= since
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      {refusal ? (
        <LockedButton reason={refusal}>Check now</LockedButton>
      ) : (
        <ActionForm
          action={action}
          aria-label="Check the key now"
          onOk={() => client.invalidateQueries({ queryKey: keysQuery.queryKey })}
        >
          <SubmitButton variant="secondary" disabled={running}>
            Check now
          </SubmitButton>
        </ActionForm>
      )}
      <p role="status" className="flex items-center gap-1.5 text-ink-soft text-sm">
        {check && (running || isNews) && <Answer check={check} now={now} />}
      </p>
    </div>
  )
}

function Answer({ check, now }: { check: KeyCheck; now: string }) {
  if (!check.outcome) {
    return (
      <>
        <Spinner /> Asking your key. After a stop it has to answer twice, ten seconds apart.
      </>
    )
  }
  const { good, words } = check.outcome
  return (
    <>
      <StateIcon tone={good ? 'ok' : 'stopped'} className={good ? 'text-ok' : 'text-stopped'} />
      <span>
        {words} Answered <Time iso={check.outcome.at} now={now} />.
      </span>
    </>
  )
}
