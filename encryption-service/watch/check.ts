import { z } from 'zod'
import {
  type DriftRow,
  driftChange,
  driftIn,
  driftRow,
  type KeptRow,
  keptRow,
  saysAnything,
} from '@/lib/domain/drift'
import { LatchkeyError } from '@/lib/domain/errors'
import { parseKeyReference } from '@/lib/domain/key-reference'
import { linkIdentity } from '@/lib/domain/link-identity'
import { mayLink } from '@/lib/domain/preflight-checks'
import { appendAudit } from '@/lib/store/audit'
import { findKeyOffer } from '@/lib/store/key-offers'
import { type DueWatch, saveBaseline, saveWatch } from '@/lib/store/link-watches'
import type { OrganizationScope } from '@/lib/store/scope'
import { checkKey } from '../check-key'
import type { WatchParts } from './parts'

const kept = z.array(keptRow).catch([])
const knownDrift = z.array(driftRow).catch([])

/**
 * Makes the checks of a linked key again and compares them with those by which it was linked: what went worse is kept
 * as drift, with an audit entry when it appears and when it goes.
 * @returns whether the cloud answered
 */
export async function check(parts: WatchParts, scope: OrganizationScope, watch: DueWatch): Promise<boolean> {
  const { link } = watch
  const parsed = parseKeyReference(link.keyId, parts.regions)
  if (!parsed.ok) throw new LatchkeyError('invalid_input', { message: parsed.message })
  const { reference } = parsed
  const offer = await findKeyOffer(scope)
  const { rows } = await checkKey(parts, {
    organization: scope.organizationId,
    reference,
    identity: linkIdentity.parse(link.identity),
    regions: offer?.regions ?? [],
  })
  const now = new Date(parts.clock().wallMs)
  if (!saysAnything(rows)) return false
  const cloud = reference.provider
  const before = knownDrift.parse(watch.drift)
  const drift = driftIn(rows, { cloud, rows: kept.parse(link.checks), drift: before }, now)
  await scope.transaction(async (tx) => {
    await saveWatch(tx, link.id, { checks: json(rows), checkedAt: now, drift: json(drift) })
    if (mayLink(cloud, rows)) await saveBaseline(tx, link.id, json(rows))
    await tell(tx, link.id, before, drift)
  })
  return true
}

async function tell(tx: OrganizationScope, linkId: string, before: DriftRow[], after: DriftRow[]) {
  const { appeared, gone } = driftChange(before, after)
  const entries = [
    ['key.drift_found', appeared],
    ['key.drift_gone', gone],
  ] as const
  for (const [action, rows] of entries) {
    if (rows.length === 0) continue
    const checks = rows.map(({ id, code, label }) => ({ id, code, label }))
    await appendAudit(tx, {
      actorId: null,
      actorName: 'Latchkey',
      action,
      target: linkId,
      detail: { checks },
    })
  }
}

/** Rows as JSON, without the fields that are not there. */
const json = (rows: KeptRow[]) => JSON.parse(JSON.stringify(rows))
