import { LatchkeyError } from '@/lib/domain/errors'
import { addCustomerWrap, type KeyRows, type MasterKeyRow, replaceWrap } from '@/lib/store/key-rows'
import { rewrapDataKey } from '../new-keys'
import type { OrganizationKeys } from '../organization-keys'
import type { KeyringParts } from '../parts'
import { contextOf, wrapOf } from '../share-context'
import type { ChangingLinks } from './promote'

const composites = (rows: KeyRows) => rows.masterKeys.filter((row) => row.mode === 'composite')

/** Asks again whether work may go on, between the steps of a loop; throws when it may not. */
export type Checkpoint = () => Promise<void>

/**
 * Gives every customer share a wrap under the new root, too. What has one already is left alone.
 * @returns how many shares were wrapped now
 * @throws KmsError of the root that stands in the way
 */
export async function rewrapShares(
  keys: OrganizationKeys,
  parts: KeyringParts,
  { old, next }: ChangingLinks,
  checkpoint: Checkpoint,
): Promise<number> {
  const missing = composites(await keys.rows(true)).filter((row) => !hasWrapUnder(row, next.id))
  for (const row of missing) {
    await checkpoint()
    const wrap = wrapOf(row, 'customer', old.id)
    if (!wrap) throw new LatchkeyError('does_not_open', { message: 'A master key has no customer share.' })
    const context = contextOf(row, 'customer')
    const { share } = await parts.customerRoot(old).unwrap(wrap, context)
    try {
      const { wrapped, keyMaterialId } = await parts.customerRoot(next).wrap(share, context)
      const now = new Date(parts.clock().wallMs)
      await addCustomerWrap(
        keys.scope,
        { masterKeyVersionId: row.id, linkId: next.id, keyMaterialId, wrapped },
        now,
      )
    } finally {
      share.fill(0)
    }
  }
  return missing.length
}

/** Whether a master key's customer share has a wrap under a link's root. */
export function hasWrapUnder(row: MasterKeyRow, linkId: string): boolean {
  return row.shareWraps.some((wrap) => wrap.half === 'customer' && wrap.linkId === linkId)
}

/**
 * Puts every data key of the classes under the customer's key under the newest master key; compare-and-set on the old
 * bytes, so that doing it twice does it once.
 * @returns how many data keys were moved now
 */
export async function rewrapDataKeys(keys: OrganizationKeys, checkpoint: Checkpoint): Promise<number> {
  const rows = await keys.rows(true)
  const active = composites(rows).find((row) => row.state === 'active')
  if (!active) throw new LatchkeyError('no_key_linked')
  const older = composites(rows).filter((row) => row.id !== active.id)
  const left = rows.dataKeys.filter((key) => older.some((row) => row.id === key.masterKeyVersionId))
  for (const key of left) {
    await checkpoint()
    const parent = older.find((row) => row.id === key.masterKeyVersionId)
    if (!parent) continue
    const to = await keys.master(active)
    const from = await keys.master(parent)
    const wrapped = rewrapDataKey(from.key, to.key, key)
    await replaceWrap(keys.scope, key, { masterKeyVersionId: active.id, wrapped })
  }
  await keys.rows(true)
  return left.length
}
