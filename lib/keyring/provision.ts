import { type DataClass, masterKeyModeOf, PLATFORM_SCOPE } from '@/lib/domain/data-classes'
import { dueAtMs } from '@/lib/domain/data-key-age'
import { LatchkeyError } from '@/lib/domain/errors'
import { appendAudit } from '@/lib/store/audit'
import {
  activateDataKey,
  activateMasterKey,
  bumpEpoch,
  lockFence,
  type MasterKeyRow,
} from '@/lib/store/key-rows'
import { makeDataKey, makeMasterKey } from './new-keys'
import { nextVersion } from './next-versions'
import type { OrganizationKeys } from './organization-keys'
import type { KeyringParts } from './parts'

/**
 * Makes a class's first data key, or a new version when the active one is older than 30 days; does nothing when
 * another process did so before. The organization's fence lets one of them win, and the others take what it made.
 * The version before is retired and opens only; the fence's minimum stays, so that writes in flight come through.
 * @throws LatchkeyError when the roots above it don't allow a new key
 */
export async function provideDataKey(
  keys: OrganizationKeys,
  dataClass: DataClass,
  parts: KeyringParts,
): Promise<void> {
  const masterRow = await provideMasterKey(keys, dataClass, parts)
  keys.requireMayMake(masterRow)
  const master = await keys.master(masterRow)
  await keys.scope.transaction(async (tx) => {
    await lockFence(tx)
    const existing = await tx.db.dataKeyVersion.findMany({
      where: { dataClass },
      select: { version: true, state: true, createdAt: true, retiredAt: true },
    })
    const nowMs = parts.clock().wallMs
    const active = existing.find((key) => key.state === 'active')
    if (active && nowMs < dueAtMs(active)) return
    const version = nextVersion(existing)
    await activateDataKey(tx, makeDataKey(master.key, dataClass, version), new Date(nowMs))
    if (active) await bumpEpoch(tx)
    await appendAudit(tx, {
      actorId: null,
      actorName: 'Latchkey',
      action: active ? 'data_key.rotated' : 'data_key.made',
      detail: { dataClass, version, ...(active ? { retired: active.version } : {}) },
    })
  })
  await keys.rows(true)
}

async function provideMasterKey(keys: OrganizationKeys, dataClass: DataClass, parts: KeyringParts) {
  const { masterKeys } = await keys.rows()
  if (masterKeyModeOf(dataClass, keys.link !== null) === 'platform') return providePlatformMaster(keys, parts)
  const known = masterKeys.find((row) => row.mode === 'composite' && row.state === 'active')
  // A composite master key is made by linking and by rotating only.
  if (!known) throw new LatchkeyError('no_key_linked')
  return known
}

/** The organization's active platform master key, made now when there is none. @throws LatchkeyError */
export async function providePlatformMaster(
  keys: OrganizationKeys,
  parts: KeyringParts,
): Promise<MasterKeyRow> {
  const find = async (fresh: boolean) =>
    (await keys.rows(fresh)).masterKeys.find((row) => row.mode === 'platform' && row.state === 'active')
  const known = await find(false)
  if (known) return known
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
