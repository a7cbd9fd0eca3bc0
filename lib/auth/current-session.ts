import 'server-only'
import { cookies } from 'next/headers'
import { decode } from 'next-auth/jwt'
import type { Actor } from '@/lib/domain/actor'
import { type WebEnv, webEnv } from '@/lib/env'
import { webStore } from '@/lib/store/web-store'
import { sessionCookie } from './options'
import { readSession } from './sessions'

/** A live session: who it is, and the random id by which the encryption service knows it as well. */
export interface CurrentSession {
  actor: Actor
  token: string
}

/** The session of the request at hand, read from the database; null when nobody is signed in. */
export async function currentSession(): Promise<CurrentSession | null> {
  const env = webEnv()
  const cookie = (await cookies()).get(sessionCookie(env).name)
  const token = cookie && (await sessionInCookie(cookie.value, env))
  if (!token) return null
  const actor = await readSession(webStore().platform, token)
  return actor && { actor, token }
}

/** Removes the session's cookie from the browser; ending the session itself is another matter. */
export async function forgetSessionCookie(): Promise<void> {
  const { name, options } = sessionCookie(webEnv())
  const jar = await cookies()
  jar.set(name, '', { ...options, maxAge: 0 })
}

async function sessionInCookie(cookie: string, env: WebEnv): Promise<string | undefined> {
  // A cookie of another secret, or a made-up one, is no session.
  const jwt = await decode({ token: cookie, secret: env.sessionSecret }).catch(() => null)
  return jwt?.session
}
