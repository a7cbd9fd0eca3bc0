import type { RootVersion } from '@/lib/domain/root-versions'
import type { OrganizationScope } from './scope'

/** The versions of a link's key that are known, and the wraps under each. */
export async function readVersions({ db }: OrganizationScope, linkId: string) {
  const [known, wraps] = await Promise.all([
    db.rootKeyVersion.findMany({ where: { linkId } }),
    db.shareWrap.findMany({ where: { linkId }, select: { keyMaterialId: true, createdAt: true } }),
  ])
  return { known, wraps }
}

/** Keeps what was seen of the versions of a link's key. When each was used may have been written meanwhile. */
export async function saveVersions(
  { db, organizationId }: OrganizationScope,
  linkId: string,
  versions: RootVersion[],
) {
  for (const version of versions) {
    const { versionId, keyCreatedAt, createdFrom, state, outcome, current, inferred, expiresAt } = version
    const { firstSeenAt, lastSeenAt, firstUsedAt, lastUsedAt } = version
    const seen = { keyCreatedAt, createdFrom, state, outcome, current, inferred, expiresAt, lastSeenAt }
    await db.rootKeyVersion.upsert({
      where: { linkId_versionId: { linkId, versionId } },
      create: { organizationId, linkId, versionId, ...seen, firstSeenAt, firstUsedAt, lastUsedAt },
      update: seen,
    })
    if (firstUsedAt) {
      const where = { linkId, versionId, firstUsedAt: null }
      await db.rootKeyVersion.updateMany({ where, data: { firstUsedAt, lastUsedAt } })
    }
  }
}

/**
 * Keeps that versions were used; coarse, since it is written at most once a minute for each link, whatever the number
 * of processes. One that no look has seen yet is written down by the next look.
 */
export async function recordVersionUse(
  { db }: OrganizationScope,
  linkId: string,
  versionIds: string[],
  at: Date,
  notWithinMs: number,
) {
  const recent = new Date(at.getTime() - notWithinMs)
  const isDue = { OR: [{ lastUsedAt: null }, { lastUsedAt: { lte: recent } }] }
  const where = { linkId, versionId: { in: versionIds } }
  await db.rootKeyVersion.updateMany({ where: { ...where, ...isDue }, data: { lastUsedAt: at } })
  await db.rootKeyVersion.updateMany({ where: { ...where, firstUsedAt: null }, data: { firstUsedAt: at } })
}
