import type { OrganizationScope } from './scope'

/** What is watched of the keys that something hangs on, or may soon: for the pages. No key material. */
export async function readWatched({ db }: OrganizationScope) {
  const [links, wraps] = await Promise.all([
    db.keyLink.findMany({
      where: { state: { in: ['active', 'staged', 'replaced'] } },
      include: { watch: true, versions: { orderBy: { firstSeenAt: 'desc' } } },
      orderBy: { createdAt: 'desc' },
    }),
    db.shareWrap.groupBy({ by: ['linkId', 'keyMaterialId'], where: { half: 'customer' }, _count: true }),
  ])
  return links.map(({ watch, versions, ...link }) => ({
    link,
    watch,
    versions: versions.map((version) => ({
      ...version,
      wraps:
        wraps.find(({ linkId, keyMaterialId }) => linkId === link.id && keyMaterialId === version.versionId)
          ?._count ?? 0,
    })),
  }))
}
