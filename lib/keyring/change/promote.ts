import { classesUnderCmk } from '@/lib/domain/data-classes'
import { LatchkeyError } from '@/lib/domain/errors'
import {
  activateMasterKey,
  bumpEpoch,
  type LinkRow,
  lockFence,
  moveLink,
  nextMasterVersion,
  raiseFence,
} from '@/lib/store/key-rows'
import { makeDataKey, makeMasterKey } from '../new-keys'
import { activateDataKeys, nextVersion, requireSameDataKeys } from '../next-versions'
import type { OrganizationKeys } from '../organization-keys'
import type { KeyringParts } from '../parts'

/** The two links of a change: the one that goes and the one that comes. */
export interface ChangingLinks {
  old: LinkRow
  next: LinkRow
}

/**
 * The new root takes over: a new master key whose customer share is wrapped under both roots, new active data keys,
 * and the fence raised so that writers in flight are waited for and later ones under the old keys are refused.
 * Does nothing when it happened already.
 * @param alsoInside what else belongs into the transaction
 * @throws KmsError of the root that stands in the way, LatchkeyError conflict
 */
export async function promote(
  keys: OrganizationKeys,
  parts: KeyringParts,
  { old, next }: ChangingLinks,
  alsoInside: (tx: OrganizationKeys['scope'], counts: Record<string, number>) => Promise<void>,
): Promise<void> {
  const rows = await keys.rows(true)
  if (rows.links.some((link) => link.id === next.id && link.state === 'active')) return
  const { platform } = parts
  const { key: master, row: masterRow } = await makeMasterKey({
    organization: keys.id,
    version: await nextMasterVersion(keys.scope, 'composite'),
    platform: { rowId: platform.rowId, root: platform.root },
    customers: [next, old].map((link) => ({ rowId: link.id, root: parts.customerRoot(link) })),
  })
  const made = classesUnderCmk.map((name) =>
    makeDataKey(master, name, nextVersion(rows.dataKeys.filter((key) => key.dataClass === name))),
  )
  master.wipe()
  const now = new Date(parts.clock().wallMs)
  await keys.scope.transaction(async (tx) => {
    const minVersions = await lockFence(tx)
    await requireSameDataKeys(tx, rows)
    const moved =
      (await moveLink(tx, old.id, 'active', 'replaced', now)) &&
      (await moveLink(tx, next.id, 'staged', 'active', now))
    if (!moved) throw new LatchkeyError('conflict')
    await activateMasterKey(tx, masterRow, now)
    await activateDataKeys(tx, made, now)
    await raiseFence(tx, {
      ...minVersions,
      ...Object.fromEntries(made.map((key) => [key.dataClass, key.version])),
    })
    await bumpEpoch(tx)
    await alsoInside(tx, { masterKeys: 1, dataKeys: made.length })
  })
  await keys.rows(true)
}
