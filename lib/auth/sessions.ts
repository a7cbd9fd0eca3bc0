import type { Actor } from '@/lib/domain/actor'
import { organizationId, userId } from '@/lib/domain/ids'
import type { PlatformScope } from '@/lib/store/open'
import { endSessions, findSessionPerson } from '@/lib/store/sessions'
import { hashToken } from './tokens'

/** How long a session lives at most. */
export const SESSION_LIFE_MS = 12 * 60 * 60 * 1000

/** Who a session's random id belongs to right now; null when it ended, expired or never was. */
export async function readSession(platform: PlatformScope, token: string): Promise<Actor | null> {
  const sessionHash = hashToken(token)
  const person = await findSessionPerson(platform, sessionHash)
  if (!person) return null
  const [membership] = person.memberships
  return {
    userId: userId.parse(person.id),
    name: person.name,
    sessionHash,
    platformRole: person.platformRole,
    organization: membership
      ? {
          id: organizationId.parse(membership.organization.id),
          name: membership.organization.name,
          role: membership.role,
        }
      : null,
  }
}

/** Ends the session behind a random id; from here on it opens nothing, in neither program. */
export async function endSession(platform: PlatformScope, token: string): Promise<void> {
  await endSessions(platform, hashToken(token), false)
}
