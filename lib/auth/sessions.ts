import type { Actor } from '@/lib/domain/actor'
import { organizationId, userId } from '@/lib/domain/ids'
import type { PlatformScope } from '@/lib/store/open'
import { endSessions, findSession, insertSession } from '@/lib/store/people'
import { hashToken, randomToken } from './tokens'

/** How long a session lives at most. */
export const SESSION_LIFE_MS = 12 * 60 * 60 * 1000

/** Opens a session for a person. @returns the random id that only their cookie carries */
export async function startSession(platform: PlatformScope, person: string, now: Date): Promise<string> {
  const token = randomToken()
  const expiresAt = new Date(now.getTime() + SESSION_LIFE_MS)
  await insertSession(platform, { tokenHash: hashToken(token), userId: person, expiresAt })
  return token
}

/** Who a session's random id belongs to right now; null when it ended, expired or never was. */
export async function readSession(platform: PlatformScope, token: string, now: Date): Promise<Actor | null> {
  const session = await findSession(platform, hashToken(token), now)
  if (!session) return null
  const { user } = session
  const [membership] = user.memberships
  return {
    userId: userId.parse(user.id),
    name: user.name,
    sessionId: session.id,
    platformRole: user.platformRole,
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
export async function endSession(platform: PlatformScope, token: string, now: Date): Promise<void> {
  const actor = await readSession(platform, token, now)
  if (actor) await endSessions(platform, { id: actor.sessionId, userId: actor.userId }, now)
}
