import { isStopped, SECOND_PROOF_AFTER_MS } from '@/lib/domain/availability'
import { LatchkeyError } from '@/lib/domain/errors'
import { hastenWatch } from '@/lib/store/link-watches'
import type { JobEnd, RunningJob } from './job'

/** A little more than the rule asks for: the moment is measured anew by whoever makes the second proof. */
const SECOND_TURN_AFTER_MS = SECOND_PROOF_AFTER_MS + 200
/** Another process may take up the second turn, and have to begin with a first good proof of its own. */
const TURNS_AT_MOST = 3

/**
 * Proves the linked key now; when it is stopped and answers well, once more in a turn as soon as the rule allows it.
 * What the watch knows of it is looked up anew as well, so that drift that was mended goes.
 */
export async function checkNow({ keys, attempt, now }: RunningJob<'check-now'>): Promise<JobEnd> {
  await keys.rows(true)
  const { link } = keys
  if (!link) throw new LatchkeyError('no_key_linked')
  await hastenWatch(keys.scope, link.row.id, now())
  await link.prove()
  const { availability } = link.watch
  const isHalfway = isStopped(availability) && availability.firstGoodAt !== null
  if (isHalfway && attempt < TURNS_AT_MOST) return { againAfterMs: SECOND_TURN_AFTER_MS }
  return { result: { availability: availability.state, cause: availability.cause } }
}
