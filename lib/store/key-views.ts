import type { PlatformScope } from './open'
import type { OrganizationScope } from './scope'

const DATA_KEY = {
  id: true,
  dataClass: true,
  version: true,
  generation: true,
  state: true,
  masterKeyVersionId: true,
  commitment: true,
  createdAt: true,
  retiredAt: true,
} as const

/** Everything that the key pages show of an organization: links, versions, wraps; no key material. */
export async function readKeys({ db }: OrganizationScope) {
  const [links, masterKeys, dataKeys, wraps] = await Promise.all([
    db.keyLink.findMany({ include: { availability: true }, orderBy: { createdAt: 'desc' } }),
    db.masterKeyVersion.findMany({
      select: { id: true, mode: true, version: true, state: true, createdAt: true, retiredAt: true },
      orderBy: [{ mode: 'asc' }, { version: 'desc' }],
    }),
    db.dataKeyVersion.findMany({ select: DATA_KEY, orderBy: [{ dataClass: 'asc' }, { version: 'desc' }] }),
    db.shareWrap.findMany({
      select: { masterKeyVersionId: true, half: true, linkId: true, keyMaterialId: true, verifiedAt: true },
    }),
  ])
  return { links, masterKeys, dataKeys, wraps }
}

/** The live link with its availability; null when no customer-managed key is linked. */
export function findActiveLink({ db }: OrganizationScope) {
  return db.keyLink.findFirst({ where: { state: 'active' }, include: { availability: true } })
}

/** How many wraps of shares hang on customer roots: what a change of root has to wrap anew. */
export function countCustomerShares({ db }: OrganizationScope) {
  return db.shareWrap.count({ where: { half: 'customer' } })
}

/** The platform's root in use. */
export function findPlatformRoot(platform: PlatformScope) {
  return platform.db.platformRoot.findFirst({ where: { state: 'active' } })
}

/** Organizations with their link's availability, for the operator. */
export function listOrganizations(platform: PlatformScope) {
  return platform.db.organization.findMany({
    orderBy: { name: 'asc' },
    select: {
      id: true,
      name: true,
      createdAt: true,
      keyLinks: {
        where: { state: 'active' },
        select: { provider: true, region: true, createdAt: true, availability: true },
      },
    },
    take: 200,
  })
}

/** The live processes that hold keys, the oldest first. */
export function listLiveProcesses(platform: PlatformScope, now: Date) {
  return platform.db.keyProcess.findMany({
    where: { leaseUntil: { gt: now } },
    select: { id: true, startedAt: true, leaseUntil: true },
    orderBy: { startedAt: 'asc' },
  })
}
