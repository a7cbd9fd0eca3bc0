'use client'

import { PlugZap } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { isEnded, jobQuery } from '@/components/query/job-query'
import { useLiveQuery } from '@/components/query/use-live-query'
import { ActionForm, SubmitButton } from '@/components/ui/action-form'
import { Callout } from '@/components/ui/callout'
import { Spinner } from '@/components/ui/spinner'
import { Time } from '@/components/ui/time'
import type { FormAction } from '@/lib/domain/action-state'
import type { ConnectionDetails } from '@/lib/domain/views/connections'
import type { JobView } from '@/lib/domain/views/job'
import { testWords } from './outcome-words'

/** The button that has the encryption service decrypt the credential and really connect. */
export function TestButton({ id, action }: { id: string; action: FormAction }) {
  return (
    <ActionForm action={action} aria-label="Test connection" className="justify-items-end gap-2">
      <input type="hidden" name="id" value={id} />
      <SubmitButton pendingLabel="Asking">
        <PlugZap aria-hidden /> Test connection
      </SubmitButton>
    </ActionForm>
  )
}

interface ConnectionTestProps {
  connection: ConnectionDetails
  /** The newest test's job, when there was one. */
  job: JobView | null
  now: string
}

/** What the newest test found out; while it runs, it is followed live. */
export function ConnectionTest({ connection, job, now }: ConnectionTestProps) {
  return (
    <div aria-live="polite">
      {job && !isEnded(job) ? (
        <RunningTest key={job.id} first={job} />
      ) : (
        <LastTest connection={connection} now={now} />
      )}
    </div>
  )
}

function RunningTest({ first }: { first: JobView }) {
  const router = useRouter()
  const { data, problem } = useLiveQuery(jobQuery(first.id), first)
  const [waiting, setWaiting] = useState(true)
  const isOver = data !== undefined && isEnded(data)
  const hasFailed = data?.state === 'failed'

  // The page has the outcome and the catalog; a job that failed for another reason has only its own words.
  useEffect(() => {
    if (isOver && !hasFailed) router.refresh()
    if (isOver) setWaiting(false)
  }, [isOver, hasFailed, router])

  if (data?.error) {
    return (
      <Callout tone="stopped" title={data.error.message}>
        {data.error.fix}
      </Callout>
    )
  }
  return (
    <p className="flex items-center gap-2 text-ink-soft">
      <Spinner />
      {waiting ? 'The encryption service decrypts the credential and connects.' : 'Reading the outcome.'}
      {problem && ` ${problem.message}`}
    </p>
  )
}

function LastTest({ connection, now }: { connection: ConnectionDetails; now: string }) {
  const { tone, message, fix } = testWords(connection.lastTestCode)
  const when = connection.lastTestAt && <Time iso={connection.lastTestAt} now={now} />
  if (tone === 'stopped') {
    return (
      <Callout tone="stopped" title={message}>
        {fix} {when && <span className="text-ink-faint">Tested {when}.</span>}
      </Callout>
    )
  }
  if (tone === 'neutral') return <p className="text-ink-soft">{message}</p>
  return (
    <p className="text-ink-soft">Tested {when}: the stored credential opened, and the database let us in.</p>
  )
}
