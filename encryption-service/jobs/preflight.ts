import { type AwsKeyArn, parseAwsKeyArn } from '@/lib/domain/aws-arn'
import { DEFAULT_REGION, DEFAULT_SCOPE } from '@/lib/domain/data-classes'
import { LatchkeyError } from '@/lib/domain/errors'
import type { CheckRow } from '@/lib/domain/jobs'
import { PREFLIGHT_CHECKS, PREFLIGHT_LABELS } from '@/lib/domain/preflight'
import { runPreflight } from '@/lib/kms'
import type { JobEnd, RunningJob } from './job'

/** A pasted key id, parsed again here: web's word is not enough. @throws LatchkeyError invalid_input */
function requireKeyArn(keyId: string, regions: readonly string[]): AwsKeyArn {
  const parsed = parseAwsKeyArn(keyId, regions)
  if (!parsed.ok) throw new LatchkeyError('invalid_input', { message: parsed.message })
  return parsed.key
}

/** Runs the live checks on a key; each row shows as soon as it is decided. Nothing is stored but the job's rows. */
export async function checkKey({ keys, parts, awsRegions, progress }: RunningJob, keyId: string) {
  const arn = requireKeyArn(keyId, awsRegions)
  const rows: CheckRow[] = PREFLIGHT_CHECKS.map((id) => ({
    id,
    label: PREFLIGHT_LABELS[id],
    status: 'running',
  }))
  await progress(rows)
  let shown = Promise.resolve()
  const result = await runPreflight(
    parts.customerRoot(keyId),
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
  return { ...result, arn }
}

export async function preflight(job: RunningJob<'preflight'>): Promise<JobEnd> {
  const { keyId } = job.input
  const { passed } = await checkKey(job, keyId)
  return { result: { passed, keyId } }
}
