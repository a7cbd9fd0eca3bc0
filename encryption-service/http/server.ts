import { randomUUID } from 'node:crypto'
import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify'
import type { EncryptionCore } from '@/lib/domain/encryption-core'
import { LatchkeyError } from '@/lib/domain/errors'
import type { Store } from '@/lib/store/open'
import { log } from '../log'
import { authenticate, type Caller } from './authenticate'
import { registerRoutes } from './routes'
import { registerSignIn } from './sessions'

/** What the server works with. */
export interface ServerParts {
  store: Store
  core: EncryptionCore
  /** whose cards sign in without a password; null outside the demo */
  demoPeople: readonly string[] | null
  /** whether the program can do its work now: the database answers and the lease is held */
  ready: () => Promise<boolean>
}

const BODY_LIMIT_BYTES = 8 << 20

/** Builds the HTTP API; it listens to nothing yet. */
export function buildServer({ store, core, demoPeople, ready }: ServerParts) {
  const app = Fastify({
    logger: false,
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    genReqId: () => randomUUID(),
  })
  app.setErrorHandler((error: FastifyError, request, reply) => sendProblem(error, request, reply))
  app.setNotFoundHandler((request, reply) => sendProblem(new LatchkeyError('not_found'), request, reply))
  app.addHook('onSend', async (request, reply) => {
    reply.header('cache-control', 'no-store').header('x-request-id', request.id)
  })
  app.get('/healthz', async () => ({ status: 'alive' }))
  app.get('/readyz', async (_request, reply) => {
    const isReady = await ready()
    return reply.status(isReady ? 200 : 503).send({ status: isReady ? 'ready' : 'not ready' })
  })
  registerSignIn(app, store, demoPeople)
  registerApi(app, { store, core })
  return app
}

/** Who calls is known before any of a body is read: strangers get no work done. */
function registerApi(app: FastifyInstance, { store, core }: Pick<ServerParts, 'store' | 'core'>) {
  const callers = new WeakMap<FastifyRequest, Caller>()
  app.register(async (api) => {
    api.addHook('onRequest', async (request) => {
      callers.set(request, await authenticate(store, request.headers, new Date()))
    })
    registerRoutes(api, core, (request) => {
      const caller = callers.get(request)
      if (!caller) throw new LatchkeyError('not_signed_in')
      return caller
    })
  })
}

/** Answers with problem details (RFC 9457); only our own errors say more than that something went wrong. */
function sendProblem(error: Error & { statusCode?: number }, request: FastifyRequest, reply: FastifyReply) {
  const known = error instanceof LatchkeyError ? error : fromFastify(error)
  if (known.code === 'internal') log.failure('request failed', error, { requestId: request.id })
  return reply
    .status(known.status)
    .type('application/problem+json')
    .send({
      type: `urn:latchkey:problem:${known.code}`,
      title: known.message,
      status: known.status,
      code: known.code,
      detail: known.message,
      fix: known.fix,
      requestId: request.id,
    })
}

function fromFastify(error: { statusCode?: number }): LatchkeyError {
  const badRequest = error.statusCode !== undefined && error.statusCode < 500
  return badRequest
    ? new LatchkeyError('invalid_input', { message: 'The body is not JSON of the right size and type.' })
    : new LatchkeyError('internal')
}
