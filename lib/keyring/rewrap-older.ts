import type { MasterKey } from '@/lib/crypto'
import { LatchkeyError } from '@/lib/domain/errors'
import { type DataKeyRow, type KeyRows, replaceWrap } from '@/lib/store/key-rows'
import type { OrganizationScope } from '@/lib/store/scope'
import { rewrapDataKey } from './new-keys'
import type { OrganizationKeys } from './organization-keys'

/** A data key as it was read, and its wrap under another master key. */
interface Rewrapped {
  from: DataKeyRow
  wrapped: Uint8Array<ArrayBuffer>
}

/**
 * Wraps data keys under another master key; nothing is stored yet.
 * @param to asked for each time, since what is in memory may be let go meanwhile
 * @throws LatchkeyError of the root that doesn't open a parent
 */
export async function rewrapUnder(
  keys: OrganizationKeys,
  { masterKeys }: KeyRows,
  older: DataKeyRow[],
  to: () => Promise<MasterKey>,
): Promise<Rewrapped[]> {
  const moved: Rewrapped[] = []
  for (const from of older) {
    const parent = masterKeys.find((row) => row.id === from.masterKeyVersionId)
    if (!parent) throw new LatchkeyError('does_not_open')
    const target = await to()
    const master = await keys.master(parent)
    moved.push({ from, wrapped: rewrapDataKey(master.key, target, from) })
  }
  return moved
}

/** Stores those wraps instead of the ones that were read. @throws LatchkeyError conflict when one has changed since */
export async function moveWraps(tx: OrganizationScope, moved: Rewrapped[], masterKeyVersionId: string) {
  for (const { from, wrapped } of moved) {
    if (!(await replaceWrap(tx, from, { masterKeyVersionId, wrapped }))) throw new LatchkeyError('conflict')
  }
}
