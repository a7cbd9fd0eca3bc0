import { LatchkeyError } from '@/lib/domain/errors'
import { linkKey } from '@/lib/keyring/link-key'
import type { JobEnd, RunningJob } from './job'
import { checkKey } from './preflight'

/** Proves the key again and links it. @throws LatchkeyError key_refused when a check fails; nothing is stored then */
export async function linkKeyJob(job: RunningJob<'link-key'>): Promise<JobEnd> {
  const { keyId } = job.input
  const { passed, rows, arn, description } = await checkKey(job, keyId)
  if (!passed) throw new LatchkeyError('key_refused')
  const linkId = await linkKey(job.keys, job.parts, {
    keyId,
    region: arn.region,
    keyCreatedAt: description?.createdAt ?? null,
    checks: rows,
    actor: job.requester,
  })
  return { result: { linkId } }
}
