import type { AuthOptions, User } from 'next-auth'
import CredentialsProvider from 'next-auth/providers/credentials'
import { LatchkeyError } from '@/lib/domain/errors'
import { type WebEnv, webEnv } from '@/lib/env'
import { log } from '@/lib/log'
import { webStore } from '@/lib/store/web-store'
import { endSession, SESSION_LIFE_MS, startSession } from './sessions'
import { checkDemoCard, checkPassword } from './sign-in'

declare module 'next-auth' {
  interface User {
    /** the random id of the session that signing in opened */
    session: string
  }
}
declare module 'next-auth/jwt' {
  interface JWT {
    session?: string
  }
}

const isSecure = (env: WebEnv) => env.url.startsWith('https:')

/** The cookie that carries the session's random id, encrypted by next-auth. */
export const sessionCookie = (env: WebEnv) => ({
  name: `${isSecure(env) ? '__Secure-' : ''}latchkey.session`,
  options: { httpOnly: true, sameSite: 'lax', path: '/', secure: isSecure(env) } as const,
})

/** Opens a session for whom a check let in. next-auth passes an error's text on to the page, as `code fix`. */
async function signedIn(check: Promise<string>, now: Date): Promise<User> {
  try {
    const person = await check
    return { id: person, session: await startSession(webStore().platform, person, now) }
  } catch (error) {
    if (error instanceof LatchkeyError) throw new Error(`${error.code} ${error.fix}`, { cause: error })
    log.error({ problem: error instanceof Error ? error.stack : typeof error }, 'signing in failed')
    throw new Error('internal', { cause: error })
  }
}

const byPassword = CredentialsProvider({
  id: 'password',
  credentials: { email: {}, password: {} },
  authorize: (input) => {
    const now = new Date()
    return signedIn(checkPassword(webStore().platform, input, now), now)
  },
})

const byDemoCard = (people: readonly string[]) =>
  CredentialsProvider({
    id: 'demo',
    credentials: { email: {} },
    authorize: (input, request) =>
      signedIn(checkDemoCard(webStore().platform, people, input, request.headers?.host), new Date()),
  })

/**
 * next-auth's settings, and the only file that knows them. Its token holds the session's random id and
 * nothing else; who that is, is read from the database at each request.
 */
export function authOptions(env: WebEnv = webEnv()): AuthOptions {
  return {
    secret: env.sessionSecret,
    providers: env.mode === 'demo' ? [byPassword, byDemoCard(env.demoPeople)] : [byPassword],
    session: { strategy: 'jwt', maxAge: SESSION_LIFE_MS / 1000 },
    useSecureCookies: isSecure(env),
    cookies: { sessionToken: sessionCookie(env) },
    pages: { signIn: '/', signOut: '/', error: '/' },
    callbacks: {
      jwt: ({ token, user }) => ({ session: user?.session ?? token.session }),
      // What next-auth's own route tells the browser: nothing but when the cookie ends.
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: {
      async signOut({ token }) {
        if (token.session) await endSession(webStore().platform, token.session, new Date())
      },
    },
    logger: {
      error: (code, told) =>
        log.error({ code, problem: told instanceof Error ? told.message : code }, 'next-auth'),
      warn: (code) => log.warn({ code }, 'next-auth'),
      debug: () => undefined,
    },
  }
}
