import type { PlatformScope } from './open'
import type { OrganizationScope } from './scope'

/** What of the demo's story has happened in an organization, read from what it left behind. */
export async function readStory({ db }: OrganizationScope) {
  const happened = async (action: string) =>
    (await db.auditEntry.findFirst({ where: { action }, select: { id: true } })) !== null
  const [links, connections, tested, rotations, stopped, returned] = await Promise.all([
    db.keyLink.count(),
    db.connection.count(),
    db.connection.count({ where: { catalog: { not: null } } }), // read by a test that connected
    db.rotation.count({ where: { stage: 'complete' } }),
    happened('availability.stopped'),
    happened('availability.returned'),
  ])
  return {
    keyLinked: links > 0,
    credentialStored: connections > 0,
    connectionTested: tested > 0,
    rotated: rotations > 0,
    stopped,
    returned,
  }
}

/** The organization that the demo's story happens in: the first that was made. */
export async function findFirstOrganization(platform: PlatformScope) {
  return platform.db.organization.findFirst({ orderBy: { createdAt: 'asc' }, select: { id: true } })
}
