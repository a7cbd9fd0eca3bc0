import { classesUnderCmk } from '@/lib/domain/data-classes'
import { LatchkeyError } from '@/lib/domain/errors'
import { appendAudit } from '@/lib/store/audit'
import {
  bumpEpoch,
  destroyMasterKeys,
  type KeyRows,
  lockFence,
  moveLink,
  type NewDataKey,
  raiseFence,
} from '@/lib/store/key-rows'
import { makeDataKey } from './new-keys'
import { activateDataKeys, nextVersion, requireSameDataKeys } from './next-versions'
import type { OrganizationKeys } from './organization-keys'
import type { KeyringParts } from './parts'
import { providePlatformMaster } from './provision'
import { moveWraps, rewrapUnder } from './rewrap-older'

/**
 * Ends the link to a customer-managed key: new active data keys under the platform's master key at once for each class
 * that followed it, and the older ones wrapped under it alone. Then nothing needs the customer's root any more, and
 * the composite master keys go with their wraps. One transaction; the fence keeps writers with older keys out.
 * @throws LatchkeyError no_key_linked, rotation_in_progress, conflict; key_denied or key_unreachable while the
 * customer's root does not open what hangs on it
 */
export async function unlinkKey(
  keys: OrganizationKeys,
  parts: KeyringParts,
  actor: { id: string; name: string },
): Promise<void> {
  await keys.rows(true)
  const link = keys.link?.row
  if (!link) throw new LatchkeyError('no_key_linked')
  const masterRow = await providePlatformMaster(keys, parts)
  const rows = await keys.rows(true)
  if (rows.links.some(({ id }) => id !== link.id)) throw new LatchkeyError('rotation_in_progress')
  keys.requireMayMake(masterRow)
  const composites = rows.masterKeys.filter((row) => row.mode === 'composite').map((row) => row.id)
  const older = rows.dataKeys.filter((key) => composites.includes(key.masterKeyVersionId))
  const moved = await rewrapUnder(keys, rows, older, async () => (await keys.master(masterRow)).key)
  const { key: master } = await keys.master(masterRow)
  const made = classesUnderCmk.map((name) => makeDataKey(master, name, nextVersion(ofClass(rows, name))))
  const now = new Date(parts.clock().wallMs)
  await keys.scope.transaction(async (tx) => {
    const minVersions = await lockFence(tx)
    await requireSameDataKeys(tx, rows)
    if (!(await moveLink(tx, link.id, 'active', 'retired', now))) throw new LatchkeyError('conflict')
    await activateDataKeys(tx, made, now)
    await moveWraps(tx, moved, masterRow.id)
    await raiseFence(tx, { ...minVersions, ...versionsOf(made) })
    if (!(await destroyMasterKeys(tx, composites))) throw new LatchkeyError('conflict')
    await bumpEpoch(tx)
    await appendAudit(tx, {
      actorId: actor.id,
      actorName: actor.name,
      action: 'key.unlinked',
      target: link.id,
      detail: { keyId: link.keyId, dataKeys: versionsOf(made) },
    })
  })
  keys.evict()
  await keys.rows(true)
}

const ofClass = (rows: KeyRows, name: string) => rows.dataKeys.filter((key) => key.dataClass === name)

const versionsOf = (made: NewDataKey[]) => Object.fromEntries(made.map((key) => [key.dataClass, key.version]))
