import { setTimeout as sleep } from 'node:timers/promises'
import { isStopped, SECOND_PROOF_AFTER_MS } from '@/lib/domain/availability'
import { LatchkeyError } from '@/lib/domain/errors'
import type { JobEnd, RunningJob } from './job'

/** Proves the linked key now; when it is stopped and answers well, once more as soon as the rule allows it. */
export async function checkNow({ keys }: RunningJob<'check-now'>): Promise<JobEnd> {
  await keys.rows(true)
  const { link } = keys
  if (!link) throw new LatchkeyError('no_key_linked')
  await link.prove()
  const first = link.watch.availability
  if (isStopped(first) && first.firstGoodAt !== null) {
    await sleep(SECOND_PROOF_AFTER_MS + 200)
    await link.prove()
  }
  const { state, cause } = link.watch.availability
  return { result: { availability: state, cause } }
}
