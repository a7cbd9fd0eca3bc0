import { LatchkeyError } from '@/lib/domain/errors'
import { linkKey } from '@/lib/keyring/link-key'
import type { JobEnd, RunningJob } from './job'
import { renewExternalId } from './offered-key'
import { checkOfferedKey } from './preflight'

/** Proves the key again and links it. @throws LatchkeyError key_refused when a check fails; nothing is stored then */
export async function linkKeyJob(job: RunningJob<'link-key'>): Promise<JobEnd> {
  const { passed, rows, reference, identity, description } = await checkOfferedKey(job, job.input)
  if (!passed) throw new LatchkeyError('key_refused')
  const linkId = await linkKey(job.keys, job.parts, {
    reference,
    identity,
    keyCreatedAt: description?.createdAt ?? null,
    checks: rows,
    actor: job.requester,
  })
  await renewExternalId(job.keys.scope, job.now())
  return { result: { linkId } }
}
