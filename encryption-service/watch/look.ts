import { newCurrent, versionsAfter } from '@/lib/domain/root-versions'
import { type WatchedFacts, watchedFacts } from '@/lib/domain/watched-facts'
import { KmsError } from '@/lib/kms'
import type { RootKeyDescription, RootKeyVersion } from '@/lib/kms/root-key'
import { appendAudit } from '@/lib/store/audit'
import { type DueWatch, saveWatch } from '@/lib/store/link-watches'
import { readVersions, saveVersions } from '@/lib/store/root-key-versions'
import type { OrganizationScope } from '@/lib/store/scope'
import type { WatchParts } from './parts'

/**
 * Looks at a linked key and its versions: a rotation in the cloud, a date that comes near. Nothing is wrapped.
 * @returns whether the cloud answered
 */
export async function look(
  parts: WatchParts,
  scope: OrganizationScope,
  { link }: DueWatch,
): Promise<boolean> {
  const root = parts.customerRoot(link)
  const [described, listed] = await Promise.all([
    answerOf(() => root.describe()),
    answerOf(() => root.versions()),
  ])
  const now = new Date(parts.clock().wallMs)
  if (described instanceof KmsError) {
    await saveWatch(scope, link.id, { lookOutcome: described.outcome })
    return !described.retryable
  }
  const facts = factsOf(described)
  await scope.transaction(async (tx) => {
    const { outcome } = described
    await saveWatch(tx, link.id, { facts: stored(facts), lookedAt: now, lookOutcome: outcome })
    if (!(listed instanceof KmsError)) await followVersions(tx, link.id, { facts, listed, now })
  })
  return true
}

interface Found {
  facts: WatchedFacts
  listed: RootKeyVersion[] | null
  now: Date
}

async function followVersions(tx: OrganizationScope, linkId: string, { facts, listed, now }: Found) {
  const { known, wraps } = await readVersions(tx, linkId)
  const after = versionsAfter({ now, facts, listed, known, wraps })
  await saveVersions(tx, linkId, after)
  await saveWatch(tx, linkId, { versionsListed: listed !== null })
  const took = newCurrent(known, after)
  if (!took) return
  await appendAudit(tx, {
    actorId: null,
    actorName: 'Latchkey',
    action: 'key.version_noticed',
    target: linkId,
    detail: { version: took.versionId, inferred: took.inferred },
  })
}

async function answerOf<T>(call: () => Promise<T>): Promise<T | KmsError> {
  try {
    return await call()
  } catch (error) {
    if (error instanceof KmsError) return error
    throw error
  }
}

function factsOf(described: RootKeyDescription): WatchedFacts {
  return watchedFacts.parse(described)
}

/** As JSON, where moments are texts. */
const stored = (facts: WatchedFacts): object => JSON.parse(JSON.stringify(facts))
