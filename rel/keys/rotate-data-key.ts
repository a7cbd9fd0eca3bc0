import { MasterKey } from '@/lib/crypto'
import { makeDataKey } from '@/lib/keyring/new-keys'
import { activateDataKey, bumpEpoch, lockFence, readKeyRows } from '@/lib/store/key-rows'
import type { KeyWorld } from './key-world'

/** Another process makes a new version the active one of the class of secrets, under the same master key. */
export async function rotateDataKey(world: KeyWorld): Promise<void> {
  const { roots, store, organization, clock } = world
  const scope = store.organization(organization)
  const { masterKeys, dataKeys } = await readKeyRows(scope)
  const versions = dataKeys.filter(({ dataClass }) => dataClass === 'secrets_and_credentials')
  const active = versions.find(({ state }) => state === 'active')
  const row = masterKeys.find(({ id }) => id === active?.masterKeyVersionId)
  const platformShare = row && roots.platform.shareOf(row.id)
  if (!row || !platformShare) throw new TypeError('there is nothing to rotate')
  const { id, mode, scope: place, region, version } = row
  const master = MasterKey.derive(
    { id, organization, mode, scope: place, region, version },
    { platformShare, customerShare: mode === 'composite' ? roots.customer.shareOf(row.id) : undefined },
  )
  const next = 1 + Math.max(...versions.map((key) => key.version))
  const made = makeDataKey(master, 'secrets_and_credentials', next)
  master.wipe()
  await scope.transaction(async (tx) => {
    await lockFence(tx)
    await activateDataKey(tx, made, new Date(clock.now().wallMs))
    await bumpEpoch(tx)
  })
}
