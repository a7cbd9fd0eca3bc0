import { randomUUID } from 'node:crypto'
import { classesUnderCmk, DEFAULT_SCOPE } from '@/lib/domain/data-classes'
import { LatchkeyError } from '@/lib/domain/errors'
import type { KeyReference } from '@/lib/domain/key-reference'
import type { LinkIdentity } from '@/lib/domain/link-identity'
import { appendAudit } from '@/lib/store/audit'
import {
  activateMasterKey,
  bumpEpoch,
  insertLink,
  type KeyRows,
  lockFence,
  type NewDataKey,
  nextMasterVersion,
  raiseFence,
} from '@/lib/store/key-rows'
import { isDuplicate } from '@/lib/store/problems'
import { makeDataKey, makeMasterKey } from './new-keys'
import { activateDataKeys, nextVersion, requireSameDataKeys } from './next-versions'
import type { OrganizationKeys } from './organization-keys'
import type { KeyringParts } from './parts'
import { moveWraps, rewrapUnder } from './rewrap-older'

/** A key that passed the checks, and who took over the duties that go with it. */
export interface LinkOrder {
  reference: Pick<KeyReference, 'provider' | 'id' | 'region'>
  identity: LinkIdentity
  keyCreatedAt: Date | null
  /** rows of the preflight, kept with the link */
  checks: object[]
  actor: { id: string; name: string }
}

/**
 * Links a customer-managed key: a new composite master key, new active data keys at once for each class that follows
 * it, and the older ones of those classes retired and wrapped under it alone. One transaction; the fence keeps writers
 * with older keys out.
 * @returns id of the link
 * @throws LatchkeyError key_already_linked, key_in_use, conflict; KmsError
 */
export async function linkKey(
  keys: OrganizationKeys,
  parts: KeyringParts,
  order: LinkOrder,
): Promise<string> {
  const rows = await keys.rows(true)
  if (keys.link) throw new LatchkeyError('key_already_linked')
  const linkId = randomUUID()
  const { platform } = parts
  const { key: master, row: masterRow } = await makeMasterKey({
    organization: keys.id,
    version: await nextMasterVersion(keys.scope, 'composite'),
    platform: { rowId: platform.rowId, root: platform.root },
    customers: [
      { rowId: linkId, root: parts.customerRoot({ keyId: order.reference.id, identity: order.identity }) },
    ],
  })
  try {
    const made = classesUnderCmk.map((name) => makeDataKey(master, name, nextVersion(ofClass(rows, name))))
    const older = rows.dataKeys.filter((key) => classesUnderCmk.some((name) => name === key.dataClass))
    const moved = await rewrapUnder(keys, rows, older, async () => master)
    const now = new Date(parts.clock().wallMs)
    await keys.scope.transaction(async (tx) => {
      const minVersions = await lockFence(tx)
      await requireSameDataKeys(tx, rows)
      await insertLink(tx, linkRow(linkId, order), now)
      await activateMasterKey(tx, masterRow, now)
      await activateDataKeys(tx, made, now)
      await moveWraps(tx, moved, masterRow.id)
      await raiseFence(tx, {
        ...minVersions,
        ...Object.fromEntries(made.map((key) => [key.dataClass, key.version])),
      })
      await bumpEpoch(tx)
      await appendAudit(tx, auditOf(linkId, order, made))
    })
  } catch (error) {
    throw isDuplicate(error) ? new LatchkeyError('key_in_use', { cause: error }) : error
  } finally {
    master.wipe()
  }
  keys.evict()
  await keys.rows(true)
  return linkId
}

const ofClass = (rows: KeyRows, name: string) => rows.dataKeys.filter((key) => key.dataClass === name)

function linkRow(id: string, { reference, identity, keyCreatedAt, checks, actor }: LinkOrder) {
  const { provider, id: keyId, region } = reference
  const place = { provider, keyId, region, identity, scope: DEFAULT_SCOPE }
  return { id, ...place, state: 'active' as const, keyCreatedAt, checks, dutiesAcknowledgedBy: actor.id }
}

function auditOf(linkId: string, { reference, actor }: LinkOrder, made: NewDataKey[]) {
  return {
    actorId: actor.id,
    actorName: actor.name,
    action: 'key.linked',
    target: linkId,
    detail: {
      keyId: reference.id,
      dutiesAcknowledged: ['confidential', 'intact', 'available'],
      dataKeys: Object.fromEntries(made.map((key) => [key.dataClass, key.version])),
    },
  }
}
