import type { AuthOptions, User } from 'next-auth'
import CredentialsProvider from 'next-auth/providers/credentials'
import type { z } from 'zod'
import { openDemoSession, openSession } from '@/lib/client/sign-in'
import { LatchkeyError } from '@/lib/domain/errors'
import { isLoopbackHost } from '@/lib/domain/loopback'
import { credentials, demoCard } from '@/lib/domain/sign-in'
import { type WebEnv, webEnv } from '@/lib/env'
import { log } from '@/lib/log'
import { webStore } from '@/lib/store/web-store'
import { endSession, SESSION_LIFE_MS } from './sessions'

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

/**
 * What next-auth calls the user is the session that was opened: its random id, and nothing else. It passes an
 * error's text on to the page, as `code fix`.
 */
async function signedIn(open: () => Promise<string>): Promise<User> {
  try {
    return { id: await open() }
  } catch (error) {
    const known = error instanceof LatchkeyError ? error : new LatchkeyError('internal', { cause: error })
    if (known.cause) log.error({ code: known.code, problem: problemOf(known.cause) }, 'signing in failed')
    throw new Error(`${known.code} ${known.fix}`, { cause: error })
  }
}

const problemOf = (cause: unknown) => (cause instanceof Error ? cause.stack : typeof cause)

/** What was typed or clicked, in its right form. @throws LatchkeyError wrong_credentials */
function parsed<T>(schema: z.ZodType<T>, input: unknown): T {
  const { data } = schema.safeParse(input)
  if (data === undefined) throw new LatchkeyError('wrong_credentials')
  return data
}

const byPassword = (env: WebEnv) =>
  CredentialsProvider({
    id: 'password',
    credentials: { email: {}, password: {} },
    authorize: (input) => signedIn(async () => openSession(serviceOf(env), parsed(credentials, input))),
  })

/** Asked for at this machine only. */
const byDemoCard = (env: WebEnv) =>
  CredentialsProvider({
    id: 'demo',
    credentials: { email: {} },
    authorize: (input, request) =>
      signedIn(async () => {
        if (!isLoopbackHost(request.headers?.host)) throw new LatchkeyError('wrong_credentials')
        return openDemoSession(serviceOf(env), parsed(demoCard, input))
      }),
  })

const serviceOf = ({ serviceUrl, webToken }: WebEnv) => ({ url: serviceUrl, token: webToken })

/**
 * next-auth's settings, and the only file that knows them. Its token holds the session's random id and
 * nothing else; who that is, is read from the database at each request.
 */
export function authOptions(env: WebEnv = webEnv()): AuthOptions {
  return {
    secret: env.sessionSecret,
    providers: env.mode === 'demo' ? [byPassword(env), byDemoCard(env)] : [byPassword(env)],
    session: { strategy: 'jwt', maxAge: SESSION_LIFE_MS / 1000 },
    useSecureCookies: isSecure(env),
    cookies: { sessionToken: sessionCookie(env) },
    pages: { signIn: '/', signOut: '/', error: '/' },
    callbacks: {
      jwt: ({ token, user }) => ({ session: user?.id ?? token.session }),
      // What next-auth's own route tells the browser: nothing but when the cookie ends.
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: {
      async signOut({ token }) {
        if (token.session) await endSession(webStore().platform, token.session)
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
