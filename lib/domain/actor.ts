import type { OrganizationId, UserId } from './ids'
import type { OrganizationRole, PlatformRole, Role } from './permissions'

/** Who is asking, read from the session at each request. */
export interface Actor {
  userId: UserId
  name: string
  /** SHA-256 of the session's random id: names the session to the database, and opens nothing elsewhere */
  sessionHash: Uint8Array<ArrayBuffer>
  platformRole: PlatformRole | null
  organization: { id: OrganizationId; name: string; role: OrganizationRole } | null
}

/** The role that decides where a person works: the one in their organization, or the vendor's own. */
export function roleOf(actor: Actor): Role | null {
  return actor.organization?.role ?? actor.platformRole
}
