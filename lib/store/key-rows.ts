import { LatchkeyError } from '@/lib/domain/errors'
import type { Prisma } from './generated/client'
import { insertWatch } from './link-watches'
import type { OrganizationScope } from './scope'

/**
 * All of an organization's keys as they are stored: wraps, never plaintext. Read by key processes only.
 * @throws LatchkeyError not_found when there is no such organization
 */
export async function readKeyRows({ db }: OrganizationScope) {
  // First: rows may be newer than the epoch they are kept under, and are then read again; never older.
  const epoch = await db.organizationEpoch.findFirst({ select: { epoch: true } })
  if (!epoch) throw new LatchkeyError('not_found', { message: 'There is no such organization.' })
  const [fence, links, masterKeys, dataKeys] = await Promise.all([
    db.fence.findFirst({ select: { minVersions: true } }),
    db.keyLink.findMany({ where: { state: { not: 'retired' } }, include: { availability: true } }),
    db.masterKeyVersion.findMany({
      where: { state: { not: 'destroyed' } },
      include: { shareWraps: { include: { link: true } } },
    }),
    db.dataKeyVersion.findMany({ where: { state: { not: 'destroyed' } } }),
  ])
  const minVersions = (fence?.minVersions ?? {}) as Record<string, number>
  return { epoch: epoch.epoch, minVersions, links, masterKeys, dataKeys }
}

export type KeyRows = Awaited<ReturnType<typeof readKeyRows>>
export type MasterKeyRow = KeyRows['masterKeys'][number]
export type DataKeyRow = KeyRows['dataKeys'][number]
export type LinkRow = KeyRows['links'][number]

/** Holds the organization's fence until the transaction ends: writers in flight are waited for, new ones wait. */
export async function lockFence({ db, organizationId }: OrganizationScope): Promise<Record<string, number>> {
  const rows = await db.$queryRaw<{ min_versions: Record<string, number> }[]>`
    SELECT min_versions FROM fences WHERE organization_id = ${organizationId}::uuid FOR UPDATE`
  const [row] = rows
  if (!row) throw new TypeError('an organization without a fence')
  return row.min_versions
}

/** Raises the fence: writes under older data-key versions are refused from now on. */
export async function raiseFence({ db }: OrganizationScope, minVersions: Record<string, number>) {
  await db.fence.updateMany({ data: { minVersions } })
}

/** Tells every key process that keys or availability changed. */
export async function bumpEpoch({ db }: OrganizationScope) {
  await db.organizationEpoch.updateMany({ data: { epoch: { increment: 1 }, changedAt: new Date() } })
}

type Bytes = Uint8Array<ArrayBuffer>

/** A new master key version with its wrapped shares, active at once. */
export interface NewMasterKey {
  id: string
  mode: 'platform' | 'composite'
  scope: string
  region: string
  version: number
  commitment: Bytes
  wraps: (
    | { half: 'platform'; platformRootId: string; keyMaterialId: string | null; wrapped: Bytes }
    | { half: 'customer'; linkId: string; keyMaterialId: string | null; wrapped: Bytes }
  )[]
}

/** Makes a master key version the active one of its kind; the one before is retired. */
export async function activateMasterKey(
  { db, organizationId }: OrganizationScope,
  master: NewMasterKey,
  now: Date,
) {
  const { id, mode, scope, region, version, commitment, wraps } = master
  await db.masterKeyVersion.updateMany({
    where: { mode, scope, region, state: 'active' },
    data: { state: 'retired', retiredAt: now },
  })
  await db.masterKeyVersion.create({
    data: { id, organizationId, mode, scope, region, version, commitment, state: 'active', createdAt: now },
  })
  await db.shareWrap.createMany({
    data: wraps.map((wrap) => ({ ...wrap, organizationId, masterKeyVersionId: id, verifiedAt: now })),
  })
}

/** The number of the next master key version of a kind; those that are destroyed keep theirs. */
export async function nextMasterVersion(
  { db }: OrganizationScope,
  mode: MasterKeyRow['mode'],
): Promise<number> {
  const { _max } = await db.masterKeyVersion.aggregate({ where: { mode }, _max: { version: true } })
  return (_max.version ?? 0) + 1
}

/**
 * Destroys master key versions with all their wraps; under the fence, and only if no data key hangs on them.
 * @returns false when one does: nothing is destroyed then
 */
export async function destroyMasterKeys({ db }: OrganizationScope, ids: string[]): Promise<boolean> {
  const children = await db.dataKeyVersion.count({
    where: { masterKeyVersionId: { in: ids }, state: { not: 'destroyed' } },
  })
  if (children > 0) return false
  await db.shareWrap.deleteMany({ where: { masterKeyVersionId: { in: ids } } })
  await db.masterKeyVersion.updateMany({ where: { id: { in: ids } }, data: { state: 'destroyed' } })
  return true
}

/** Adds one more wrap of a share that exists already; nothing happens when that root wraps it already. */
export async function addCustomerWrap(
  { db, organizationId }: OrganizationScope,
  wrap: { masterKeyVersionId: string; linkId: string; keyMaterialId: string | null; wrapped: Bytes },
  now: Date,
) {
  await db.shareWrap.createMany({
    data: [{ ...wrap, half: 'customer', organizationId, createdAt: now, verifiedAt: now }],
    skipDuplicates: true,
  })
}

/** Removes every wrap under a link's root; returns how many there were. */
export async function dropWrapsUnder({ db }: OrganizationScope, linkId: string): Promise<number> {
  const { count } = await db.shareWrap.deleteMany({ where: { linkId } })
  return count
}

/** A new data key version. */
export interface NewDataKey {
  dataClass: string
  version: number
  commitment: Bytes
  masterKeyVersionId: string
  wrapped: Bytes
}

/** Makes a data key version the active one of its class; the one before is retired. */
export async function activateDataKey({ db, organizationId }: OrganizationScope, key: NewDataKey, now: Date) {
  await db.dataKeyVersion.updateMany({
    where: { dataClass: key.dataClass, state: 'active' },
    data: { state: 'retired', retiredAt: now },
  })
  await db.dataKeyVersion.create({ data: { ...key, organizationId, state: 'active', createdAt: now } })
}

/** Puts a data key's wrap under another master key, if it still is what was read; false when it is not. */
export async function replaceWrap(
  { db }: OrganizationScope,
  key: { id: string; wrapped: Bytes },
  next: { masterKeyVersionId: string; wrapped: Bytes },
): Promise<boolean> {
  const { count } = await db.dataKeyVersion.updateMany({
    where: { id: key.id, wrapped: key.wrapped },
    data: next,
  })
  return count > 0
}

/** Adds a link with its availability, watched from now on. */
export async function insertLink(
  scope: OrganizationScope,
  link: Omit<Prisma.KeyLinkUncheckedCreateInput, 'organizationId'> & { id: string },
  now: Date,
) {
  const { db, organizationId } = scope
  await db.keyLink.create({ data: { ...link, organizationId, createdAt: now } })
  await db.linkAvailability.create({
    data: { linkId: link.id, organizationId, availability: 'active', since: now, lastProofAt: now },
  })
  await insertWatch(scope, link.id, now)
}

/** Moves a link from one state to another; false when it was not in that state. */
export async function moveLink(
  { db }: OrganizationScope,
  id: string,
  from: LinkRow['state'],
  to: LinkRow['state'],
  now: Date,
): Promise<boolean> {
  const { count } = await db.keyLink.updateMany({
    where: { id, state: from },
    data: { state: to, retiredAt: to === 'retired' ? now : null },
  })
  return count > 0
}
