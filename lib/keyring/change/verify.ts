import { LatchkeyError } from '@/lib/domain/errors'
import type { MasterKeyRow } from '@/lib/store/key-rows'
import { LoadedMaster } from '../loaded-master'
import type { OrganizationKeys } from '../organization-keys'
import type { KeyringParts } from '../parts'
import { contextOf, wrapOf } from '../share-context'
import type { ChangingLinks } from './promote'
import type { Checkpoint } from './rewrap'

/** What was opened without the old root, of how many. */
export interface Verification {
  sharesTotal: number
  sharesOpened: number
  dataKeysTotal: number
  dataKeysOpened: number
}

/**
 * Opens every customer share and every data key under it afresh, by the new root alone: nothing that is in memory
 * counts, and the old root is never asked.
 * @throws KmsError of the new or the platform's root, LatchkeyError does_not_open
 */
export async function verifyWithoutOld(
  keys: OrganizationKeys,
  parts: KeyringParts,
  { next }: Pick<ChangingLinks, 'next'>,
  checkpoint: Checkpoint,
): Promise<Verification> {
  const rows = await keys.rows(true)
  const masters = rows.masterKeys.filter((row) => row.mode === 'composite')
  const found = { sharesTotal: masters.length, sharesOpened: 0, dataKeysTotal: 0, dataKeysOpened: 0 }
  for (const row of masters) {
    await checkpoint()
    const children = rows.dataKeys.filter((key) => key.masterKeyVersionId === row.id)
    found.dataKeysTotal += children.length
    const master = await openBy(row, next, parts)
    try {
      found.sharesOpened += 1
      for (const child of children) {
        master.openDataKey(child)
        found.dataKeysOpened += 1
      }
    } finally {
      master.wipe()
    }
  }
  return found
}

async function openBy(
  row: MasterKeyRow,
  next: ChangingLinks['next'],
  parts: KeyringParts,
): Promise<LoadedMaster> {
  const customerWrap = row.shareWraps.find((wrap) => wrap.half === 'customer' && wrap.linkId === next.id)
  const platformWrap = wrapOf(row, 'platform', null)
  if (!customerWrap || !platformWrap) {
    throw new LatchkeyError('conflict', { message: 'A share is not wrapped under the new key.' })
  }
  const at = parts.clock()
  const { share } = await parts.customerRoot(next).unwrap(customerWrap, contextOf(row, 'customer'))
  const platform = await parts.platform.unwrap(platformWrap, contextOf(row, 'platform'))
  return new LoadedMaster(row, { platform: { share: platform, at }, customer: { share, at } })
}
