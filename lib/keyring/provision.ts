import { type DataClass, masterKeyModeOf, PLATFORM_SCOPE } from '@/lib/domain/data-classes'
import { LatchkeyError } from '@/lib/domain/errors'
import { activateDataKey, activateMasterKey, type DataKeyRow, lockFence } from '@/lib/store/key-rows'
import { makeDataKey, makeMasterKey } from './new-keys'
import type { OrganizationKeys } from './organization-keys'
import type { KeyringParts } from './parts'

/**
 * The active data key of a class, made now when there is none. Two processes may try at once: the organization's
 * fence lets one of them win, and the other takes what the first one made.
 * @throws LatchkeyError when the roots above it don't allow a new key
 */
export async function ensureDataKey(
  keys: OrganizationKeys,
  dataClass: DataClass,
  parts: KeyringParts,
): Promise<DataKeyRow> {
  const known = await keys.activeRow(dataClass)
  if (known) return known
  const masterRow = await ensureMasterKey(keys, dataClass, parts)
  const master = await keys.master(masterRow)
  await keys.scope.transaction(async (tx) => {
    await lockFence(tx)
    const existing = await tx.db.dataKeyVersion.findMany({
      where: { dataClass },
      select: { version: true, state: true },
    })
    if (existing.some((key) => key.state === 'active')) return
    const version = 1 + Math.max(0, ...existing.map((key) => key.version))
    await activateDataKey(tx, makeDataKey(master.key, dataClass, version), new Date(parts.clock().wallMs))
  })
  await keys.rows(true)
  const made = await keys.activeRow(dataClass)
  if (!made) throw new LatchkeyError('conflict')
  return made
}

async function ensureMasterKey(keys: OrganizationKeys, dataClass: DataClass, parts: KeyringParts) {
  const mode = masterKeyModeOf(dataClass, keys.link !== null)
  const find = async (fresh: boolean) =>
    (await keys.rows(fresh)).masterKeys.find((row) => row.mode === mode && row.state === 'active')
  const known = await find(false)
  if (known) return known
  // A composite master key is made by linking and by rotating only.
  if (mode === 'composite') throw new LatchkeyError('no_key_linked')
  await makePlatformMaster(keys, parts)
  const made = await find(true)
  if (!made) throw new LatchkeyError('conflict')
  return made
}

async function makePlatformMaster(keys: OrganizationKeys, { platform, clock }: KeyringParts): Promise<void> {
  const { key, row } = await platform.watch
    .attempt(() =>
      makeMasterKey({
        organization: keys.id,
        version: 1,
        platform: { rowId: platform.rowId, root: platform.root },
        customers: [],
      }),
    )
    .catch((cause: unknown) => {
      throw new LatchkeyError('platform_key_unavailable', { cause })
    })
  key.wipe()
  await keys.scope.transaction(async (tx) => {
    await lockFence(tx)
    const others = await tx.db.masterKeyVersion.count({ where: { mode: 'platform', scope: PLATFORM_SCOPE } })
    if (others === 0) await activateMasterKey(tx, row, new Date(clock().wallMs))
  })
}
