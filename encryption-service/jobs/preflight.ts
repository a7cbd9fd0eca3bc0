import type { CheckRow } from '@/lib/domain/jobs'
import type { KeyAccess } from '@/lib/domain/link-identity'
import { checksFor, PREFLIGHT_LABELS } from '@/lib/domain/preflight-checks'
import { checkKey } from '../check-key'
import type { JobEnd, RunningJob } from './job'
import { offeredKey } from './offered-key'

/** Runs the live checks on a key; each row shows as soon as it is decided. Nothing is stored but the job's rows. */
export async function checkOfferedKey(
  job: Pick<RunningJob, 'keys' | 'parts' | 'regions' | 'awsPrincipalArn' | 'progress'>,
  key: { keyId: string; access?: KeyAccess },
) {
  const { keys, progress, awsPrincipalArn } = job
  const parts = { ...job.parts, awsPrincipalArn }
  const offered = await offeredKey(job, keys.scope, key)
  const { provider } = offered.reference
  const labels = PREFLIGHT_LABELS[provider]
  const rows: CheckRow[] = checksFor(provider).map((id) => ({ id, label: labels[id], status: 'running' }))
  await progress(rows)
  let shown = Promise.resolve()
  const result = await checkKey(parts, { organization: keys.id, ...offered }, (row) => {
    const at = rows.findIndex(({ id }) => id === row.id)
    if (at >= 0) rows[at] = row
    const snapshot = [...rows]
    shown = shown.then(() => progress(snapshot))
    // Awaited at the end; until then nobody listens, and an unheard rejection would end the process.
    shown.catch(() => undefined)
  })
  await shown
  await progress(result.rows)
  return { ...result, ...offered }
}

export async function preflight(job: RunningJob<'preflight'>): Promise<JobEnd> {
  const { passed, reference } = await checkOfferedKey(job, job.input)
  return { result: { passed, keyId: reference.id } }
}
