import { LatchkeyError } from '@/lib/domain/errors'
import { bumpEpoch, dropWrapsUnder, lockFence, moveLink, readKeyRows } from '@/lib/store/key-rows'
import type { OrganizationScope } from '@/lib/store/scope'
import type { OrganizationKeys } from '../organization-keys'
import type { ChangingLinks } from './promote'
import { hasWrapUnder } from './rewrap'

/**
 * Ends the change: under the fence, the census is taken once more from the rows themselves; only when every customer
 * share has a wrap under the new root are those under the old one removed, and the old link is retired.
 * @returns wraps that are left under the old root, counted after the removal: zero
 * @throws LatchkeyError conflict when something still needs the old root; nothing is removed then
 */
export async function completeChange(
  keys: OrganizationKeys,
  { old, next }: ChangingLinks,
  now: Date,
  alsoInside: (tx: OrganizationScope, wrapsUnderOldKey: number) => Promise<void>,
): Promise<void> {
  await keys.scope.transaction(async (tx) => {
    await lockFence(tx)
    const { masterKeys } = await readKeyRows(tx)
    const left = masterKeys.filter((row) => row.mode === 'composite' && !hasWrapUnder(row, next.id))
    if (left.length > 0)
      throw new LatchkeyError('conflict', { message: 'Something still needs the old key.' })
    await dropWrapsUnder(tx, old.id)
    const ended = await moveLink(tx, old.id, 'replaced', 'retired', now)
    if (!ended) throw new LatchkeyError('conflict', { message: 'The change was completed meanwhile.' })
    await bumpEpoch(tx)
    const wrapsUnderOldKey = await tx.db.shareWrap.count({ where: { linkId: old.id } })
    await alsoInside(tx, wrapsUnderOldKey)
  })
  await keys.rows(true)
}
