import { DEFAULT_REGION, DEFAULT_SCOPE } from '@/lib/domain/data-classes'
import type { CheckRow } from '@/lib/domain/jobs'
import type { KeyAccess } from '@/lib/domain/link-identity'
import { PREFLIGHT_CHECKS, PREFLIGHT_LABELS } from '@/lib/domain/preflight'
import { runPreflight } from '@/lib/kms'
import type { JobEnd, RunningJob } from './job'
import { offeredKey } from './offered-key'

/** Runs the live checks on a key; each row shows as soon as it is decided. Nothing is stored but the job's rows. */
export async function checkKey(
  job: Pick<RunningJob, 'keys' | 'parts' | 'regions' | 'progress'>,
  key: { keyId: string; access?: KeyAccess },
) {
  const { keys, parts, progress } = job
  const offered = await offeredKey(job, keys.scope, key)
  const { reference, identity } = offered
  const rows: CheckRow[] = PREFLIGHT_CHECKS.map((id) => ({
    id,
    label: PREFLIGHT_LABELS[id],
    status: 'running',
  }))
  await progress(rows)
  let shown = Promise.resolve()
  const result = await runPreflight(
    parts.customerRoot({ keyId: reference.id, identity }),
    { organization: keys.id, scope: DEFAULT_SCOPE, region: DEFAULT_REGION },
    {
      onRow: (row) => {
        const at = rows.findIndex(({ id }) => id === row.id)
        if (at >= 0) rows[at] = row
        const snapshot = [...rows]
        shown = shown.then(() => progress(snapshot))
        // Awaited at the end; until then nobody listens, and an unheard rejection would end the process.
        shown.catch(() => undefined)
      },
    },
  )
  await shown
  return { ...result, ...offered }
}

export async function preflight(job: RunningJob<'preflight'>): Promise<JobEnd> {
  const { passed, reference } = await checkKey(job, job.input)
  return { result: { passed, keyId: reference.id } }
}
