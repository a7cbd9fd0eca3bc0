import type { FastifyInstance } from 'fastify'
import { LatchkeyError } from '@/lib/domain/errors'
import { SIGN_IN_PATHS } from '@/lib/domain/sign-in'
import type { Store } from '@/lib/store/open'
import { checkDemoCard } from '../sign-in/check-demo-card'
import { checkPassword } from '../sign-in/check-password'
import { fewAtOnce } from '../sign-in/few-at-once'
import { startSession } from '../sign-in/start-session'
import { tokenOf } from './authenticate'

/** Half of the threads that Node has for such work: the rest of the service goes on while passwords are guessed. */
const PASSWORD_CHECKS = { running: 2, waiting: 32 }
const BODY_LIMIT_BYTES = 8 << 10

/**
 * Opening a session, for web alone: its token opens nothing without one, so it has to be able to ask for it.
 * @param demoPeople whose cards sign in without a password; null outside the demo
 */
export function registerSignIn(app: FastifyInstance, store: Store, demoPeople: readonly string[] | null) {
  const inTurn = fewAtOnce(PASSWORD_CHECKS)
  const opened = async (person: string) => ({
    session: await startSession(store.platform, person, new Date()),
  })
  app.register(async (routes) => {
    routes.addHook('onRequest', async (request) => {
      const token = await tokenOf(store, request.headers, new Date())
      if (!token.requiresSession) throw new LatchkeyError('forbidden')
    })
    routes.post(SIGN_IN_PATHS.password, { bodyLimit: BODY_LIMIT_BYTES }, async ({ body }) =>
      opened(await inTurn(() => checkPassword(store.platform, body, new Date()))),
    )
    if (!demoPeople) return
    routes.post(SIGN_IN_PATHS.demoCard, { bodyLimit: BODY_LIMIT_BYTES }, async ({ body }) =>
      opened(await checkDemoCard(store.platform, demoPeople, body)),
    )
  })
}
