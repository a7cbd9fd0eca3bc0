import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { readBody, send } from './http'
import type { World } from './world'

/** A refusal in the form of the endpoint that speaks: OAuth's own, or Google's for its APIs. */
class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly body: object,
  ) {
    super('refused')
  }
}

const oauth = (status: number, error: string, description: string) =>
  new Refusal(status, { error, error_description: description })
const google = (code: number, status: string, message: string) =>
  new Refusal(code, { error: { code, message, status } })

const refreshRequest = z.object({
  grant_type: z.literal('refresh_token'),
  client_id: z.string(),
  client_secret: z.string(),
  refresh_token: z.string(),
})
const impersonationRequest = z.object({
  scope: z.array(z.string()).min(1),
  lifetime: z
    .string()
    .regex(/^\d{1,5}s$/)
    .default('3600s'),
  delegates: z.array(z.string()).max(0, 'chains are not supported by this simulator').default([]),
})
const IMPERSONATION = /^\/v1\/projects\/-\/serviceAccounts\/([^/]+):generateAccessToken$/

/** The two HTTP endpoints that hand out tokens: Google's OAuth server and its IAM Credentials API. */
export function makeAuthServer(world: World): Server {
  const server = createServer((request, response) => {
    answer(world, request, response).catch((error: unknown) => {
      if (error instanceof Refusal) return sendJson(response, error.status, error.body)
      process.stderr.write(`${String(error)}\n`)
      sendJson(response, 500, { error: { code: 500, message: 'The simulator failed.', status: 'INTERNAL' } })
    })
  })
  server.headersTimeout = 10_000
  server.requestTimeout = 30_000
  return server
}

async function answer(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? '').split('?')[0] ?? ''
  const [, account] = IMPERSONATION.exec(path) ?? []
  const operation = account === undefined ? 'Token' : 'GenerateAccessToken'
  const fault = world.faults.strike(operation, account ?? '')
  if (fault?.kind === 'timeout') return
  if (fault?.kind === 'slow') await sleep(fault.delayMs)
  if (fault?.kind === 'reset') return void request.socket.resetAndDestroy()
  if (fault?.kind === 'unavailable') throw google(503, 'UNAVAILABLE', 'The service is currently unavailable.')
  if (fault?.kind === 'throttle') throw google(429, 'RESOURCE_EXHAUSTED', 'Quota exceeded.')
  const body = (await readBody(request))?.toString('utf8') ?? ''
  if (request.method === 'POST' && path === '/token') return sendJson(response, 200, refresh(world, body))
  if (request.method !== 'POST' || account === undefined) throw google(404, 'NOT_FOUND', 'Not found.')
  const bearer = request.headers.authorization
  return sendJson(response, 200, impersonate(world, bearer, decodeURIComponent(account), body))
}

/** An access token for whoever holds the refresh token. */
function refresh(world: World, body: string) {
  const parsed = refreshRequest.safeParse(Object.fromEntries(new URLSearchParams(body)))
  if (!parsed.success) throw oauth(400, 'unsupported_grant_type', 'Only refresh_token is supported.')
  const { client_id, client_secret, refresh_token } = parsed.data
  const credential = world.credentials.find(({ refreshToken }) => refreshToken === refresh_token)
  if (!credential) throw oauth(400, 'invalid_grant', 'Token has been expired or revoked.')
  if (credential.clientId !== client_id || credential.clientSecret !== client_secret) {
    throw oauth(401, 'invalid_client', 'The OAuth client was not found.')
  }
  const { token, expiresAt } = world.tokens.issue(credential.member, null)
  const expires_in = Math.floor((expiresAt - Date.now()) / 1000)
  return {
    access_token: token,
    expires_in,
    token_type: 'Bearer',
    scope: 'https://www.googleapis.com/auth/cloud-platform',
  }
}

/** An access token for a service account, for whoever may act as it. */
function impersonate(world: World, authorization: string | undefined, email: string, body: string) {
  const caller = world.tokens.caller(authorization)
  if (!caller) throw google(401, 'UNAUTHENTICATED', 'Request had invalid authentication credentials.')
  const permission = 'iam.serviceAccounts.getAccessToken'
  const found = world.serviceAccount(email)
  const resource = `serviceAccounts/${email}`
  const chain = found
    ? [{ resource, bindings: found.account.bindings }, ...world.policyChain(found.project.id, null, null)]
    : []
  const granted = world.policies.allows(chain, caller.member, permission)
  if (found) {
    world.log.append(found.project.id, {
      timestamp: new Date(world.now()).toISOString(),
      methodName: 'GenerateAccessToken',
      serviceName: 'iamcredentials.googleapis.com',
      principalEmail: caller.email,
      delegatedBy: caller.delegate,
      resourceName: `projects/-/${resource}`,
      authorizationInfo: [{ permission, resource, granted }],
      status: granted ? 'OK' : 'PERMISSION_DENIED',
      message: null,
      insertId: randomUUID(),
    })
  }
  if (!found || !granted) {
    throw google(
      403,
      'PERMISSION_DENIED',
      `Permission '${permission}' denied on resource (or it may not exist).`,
    )
  }
  if (found.account.disabled) throw google(400, 'FAILED_PRECONDITION', 'Service account is disabled.')
  const parsed = impersonationRequest.safeParse(parseJson(body))
  if (!parsed.success) throw google(400, 'INVALID_ARGUMENT', 'Request contains an invalid argument.')
  const lifetimeMs = Number.parseInt(parsed.data.lifetime, 10) * 1000
  if (lifetimeMs > 3_600_000)
    throw google(400, 'INVALID_ARGUMENT', 'The access token lifetime cannot exceed 3600s.')
  const { token, expiresAt } = world.tokens.issue(`serviceAccount:${email}`, caller.email, lifetimeMs)
  return { accessToken: token, expireTime: new Date(expiresAt).toISOString() }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const sendJson = (response: ServerResponse, status: number, body: object) =>
  send(response, status, 'application/json; charset=utf-8', JSON.stringify(body))
