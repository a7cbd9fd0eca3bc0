import { z } from 'zod'
import { type CheckRow, checkRow } from '../jobs'
import { providerOfKeyId } from '../key-reference'
import { checksFor, PREFLIGHT_LABELS } from '../preflight-checks'
import type { JobView } from './job'

const verdict = z.object({ passed: z.boolean(), keyId: z.string() })

/** The checks of a key as a job shows them: all those of the key's cloud, waiting, until the job has begun. */
export function checkRowsOf(job: Pick<JobView, 'progress'>, keyId = ''): CheckRow[] {
  const rows = z.array(checkRow).safeParse(job.progress)
  if (rows.success && rows.data.length > 0) return rows.data
  const cloud = providerOfKeyId(keyId)
  return checksFor(cloud).map((id) => ({ id, label: PREFLIGHT_LABELS[cloud][id], status: 'waiting' }))
}

/** Whether a job is a preflight that this very key has passed. */
export function hasPassed(job: Pick<JobView, 'kind' | 'state' | 'result'>, keyId: string): boolean {
  const result = verdict.safeParse(job.result)
  return (
    job.kind === 'preflight' &&
    job.state === 'done' &&
    result.success &&
    result.data.passed &&
    result.data.keyId === keyId
  )
}
