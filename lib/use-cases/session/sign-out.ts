import { endSessions } from '@/lib/store/sessions'
import type { Context } from '../context'

/** Ends the session at hand, for web and the encryption service alike. */
export async function signOut({ actor, store }: Context): Promise<void> {
  await endSessions(store.platform, actor.sessionHash, false)
}

/** Ends every session of the person, wherever it is. */
export async function signOutEverywhere({ actor, store }: Context): Promise<void> {
  await endSessions(store.platform, actor.sessionHash, true)
}
