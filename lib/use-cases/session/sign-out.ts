import { endSessions } from '@/lib/store/people'
import type { Context } from '../context'

/** Ends the session at hand, for web and the encryption service alike. */
export async function signOut({ actor, store, now }: Context): Promise<void> {
  await endSessions(store.platform, { id: actor.sessionId, userId: actor.userId }, now)
}

/** Ends every session of the person, wherever it is. */
export async function signOutEverywhere({ actor, store, now }: Context): Promise<void> {
  await endSessions(store.platform, { userId: actor.userId }, now)
}
