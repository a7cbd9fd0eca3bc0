import { randomUUID } from 'node:crypto'
import Fastify, { type FastifyInstance, type FastifyRequest, type HTTPMethods } from 'fastify'
import type { EncryptionCore } from '@/lib/domain/encryption-core'
import { LatchkeyError } from '@/lib/domain/errors'
import type { Store } from '@/lib/store/open'
import { inTime } from '../in-time'
import { log } from '../log'
import type { Metrics } from '../metrics/metrics'
import { authenticate, type Caller } from './authenticate'
import { openApi } from './openapi'
import { codeOf, refuseConnection, sendProblem } from './problems'
import type { Readiness } from './readiness'
import { registerRoutes } from './routes'
import { registerSignIn } from './sessions'
import { registerTokenRoutes } from './token-routes'

/** What the server works with. */
export interface ServerParts {
  store: Store
  core: EncryptionCore
  /** whose cards sign in without a password; null outside the demo */
  demoPeople: readonly string[] | null
  /** whether the program can do its work now */
  ready: () => Promise<Readiness>
  /** told of each answer */
  metrics?: Pick<Metrics, 'requests' | 'requestSeconds'>
  limits?: Partial<typeof LIMITS>
}

/** How long things may take: the headers, the whole request, and the answer to it. */
const LIMITS = { headersMs: 10_000, requestMs: 30_000, answerMs: 30_000 }

/** Builds the HTTP API; it listens to nothing yet. */
export function buildServer({ store, core, demoPeople, ready, metrics, limits }: ServerParts) {
  const { headersMs, requestMs, answerMs } = { ...LIMITS, ...limits }
  const app = Fastify({
    logger: false,
    bodyLimit: 64 << 10,
    requestTimeout: requestMs,
    connectionTimeout: 60_000,
    // Node looks only this often which requests have taken too long.
    http: { headersTimeout: headersMs, connectionsCheckingInterval: Math.min(2_000, requestMs / 2) },
    return503OnClosing: false,
    genReqId: () => randomUUID(),
    clientErrorHandler: refuseConnection,
    frameworkErrors: sendProblem,
  })
  app.removeContentTypeParser('text/plain')
  app.setErrorHandler(sendProblem)
  app.setNotFoundHandler((request, reply) => sendProblem(noSuchAddress(), request, reply))
  app.addHook('onSend', async (request, reply) => {
    reply.header('cache-control', 'no-store').header('x-request-id', request.id)
  })
  if (metrics) {
    app.addHook('onResponse', async (request, reply) => {
      const route = request.routeOptions.url ?? 'none'
      const { statusCode: status, elapsedTime } = reply
      const method = METHODS.find((name) => name === request.method) ?? 'other'
      metrics.requests.inc({ route, method, status, code: codeOf(request) ?? '' })
      metrics.requestSeconds.observe({ route }, elapsedTime / 1_000)
    })
  }
  refuseOtherMethods(app)
  app.get('/healthz', async () => ({ status: 'alive' }))
  app.get('/readyz', async (_request, reply) => {
    const checks = await ready()
    const isReady = Object.values(checks).every((good) => good)
    return reply.status(isReady ? 200 : 503).send({ status: isReady ? 'ready' : 'not ready', checks })
  })
  app.get('/openapi.json', async () => openApi())
  registerSignIn(app, store, demoPeople)
  registerApi(app, { store, core }, answerMs)
  return app
}

/** Who calls is known before any of a body is read: strangers get no work done. */
function registerApi(
  app: FastifyInstance,
  { store, core }: Pick<ServerParts, 'store' | 'core'>,
  answerMs: number,
) {
  const callers = new WeakMap<FastifyRequest, Caller>()
  app.register(async (api) => {
    api.addHook('onRequest', async (request) => {
      callers.set(request, await inTime(answerMs, callerFor(store, request)))
      const encoding = request.headers['content-encoding'] ?? 'identity'
      if (encoding !== 'identity') throw new LatchkeyError('unsupported_media_type')
    })
    const callerOf = (request: FastifyRequest) => {
      const caller = callers.get(request)
      if (!caller) throw new LatchkeyError('not_signed_in')
      return caller
    }
    registerRoutes(api, core, { callerOf, answerMs })
    registerTokenRoutes(api, store, callerOf)
  })
}

/** Without its tables the service can know nobody: that is an outage, and no bug. */
async function callerFor(store: Store, { id, headers }: FastifyRequest): Promise<Caller> {
  try {
    return await authenticate(store, headers, new Date())
  } catch (error) {
    if (error instanceof LatchkeyError) throw error
    log.failure('caller not read', error, { requestId: id })
    throw new LatchkeyError('service_unavailable')
  }
}

const METHODS: HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']

/** Gives each address that is registered from here on an answer to every other method. */
function refuseOtherMethods(app: FastifyInstance): void {
  app.addHook('onRoute', ({ url, method, config }) => {
    const own = [method].flat()
    if (config && 'refuses' in config) return
    if (own.includes('HEAD')) return // comes along with GET
    const allowed = own.includes('GET') ? [...own, 'HEAD'] : own
    app.route({
      url,
      method: METHODS.filter((other) => !allowed.includes(other)),
      config: { refuses: true },
      onRequest: (request, reply) => {
        reply.header('allow', allowed.join(', '))
        sendProblem(new LatchkeyError('method_not_allowed'), request, reply)
      },
      handler: () => undefined,
    })
  })
}

function noSuchAddress() {
  return new LatchkeyError('not_found', {
    message: 'There is no such address in this API.',
    fix: 'See /openapi.json for those that exist.',
  })
}
