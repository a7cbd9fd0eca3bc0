import { SESSION_LIFE_MS } from '@/lib/auth/sessions'
import { hashToken, randomToken } from '@/lib/auth/tokens'
import type { PlatformScope } from '@/lib/store/open'
import { insertSession } from '@/lib/store/sessions'

/** Opens a session for a person. @returns the random id that only their cookie carries */
export async function startSession(platform: PlatformScope, person: string, now: Date): Promise<string> {
  const token = randomToken()
  const expiresAt = new Date(now.getTime() + SESSION_LIFE_MS)
  await insertSession(platform, { tokenHash: hashToken(token), userId: person, expiresAt })
  return token
}
