import { z } from 'zod'
import { toHierarchy } from '@/lib/domain/hierarchy'
import { toKeyTables, toLinkView } from '@/lib/domain/key-tables'
import { sentenceOf } from '@/lib/domain/kms-sentences'
import type { Cloud } from '@/lib/domain/provider'
import type { KeyCheck, KeysView } from '@/lib/domain/views/keys'
import { findLatestJob } from '@/lib/store/jobs'
import { findOpenRequest } from '@/lib/store/rotation-requests'
import { type Context, inOrganization } from '../context'
import { readFacts } from './read-facts'
import { readWatchedKeys } from './read-watched-keys'

export const readKeysInput = z.strictObject({})

/** Everything that the keys page shows. Needs no key. @throws LatchkeyError forbidden */
export async function readKeysView(context: Context): Promise<KeysView> {
  const inside = inOrganization(context, 'keys.read')
  const { scope, now } = inside
  const [facts, check, open, watched] = await Promise.all([
    readFacts(inside),
    findLatestJob(scope, 'check-now'),
    findOpenRequest(scope, now),
    readWatchedKeys(scope, now),
  ])
  const link = toLinkView(facts)
  return {
    readAt: now.toISOString(),
    link,
    check: check && toCheck(check, link?.provider ?? 'aws'),
    openRequestId: open?.id ?? null,
    hierarchy: toHierarchy(facts),
    ...watched,
    ...toKeyTables(facts),
  }
}

type Job = NonNullable<Awaited<ReturnType<typeof findLatestJob>>>

/** What the job says of the key; a failed one says nothing of the key. */
const answer = z.object({ availability: z.string(), cause: z.string() })

function toCheck({ createdAt, run }: Job, cloud: Cloud): KeyCheck {
  const askedAt = createdAt.toISOString()
  if (run?.state !== 'done' && run?.state !== 'failed') return { askedAt, outcome: null }
  const at = (run.finishedAt ?? createdAt).toISOString()
  const said = answer.safeParse(run.result)
  if (!said.success) return { askedAt, outcome: { good: false, words: 'The check could not be made.', at } }
  const good = said.data.availability === 'active'
  return { askedAt, outcome: { good, words: sentenceOf(cloud, said.data.cause).reason, at } }
}
