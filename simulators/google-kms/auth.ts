import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { z } from 'zod'
import { misbehave } from '../shared/fault-effects'
import { listener, pathOf, readBody, send } from '../shared/http'
import type { Caller } from './caller'
import { permissionDenied, StatusError, unauthenticated } from './errors'
import type { World } from './world'

/** A refusal in OAuth's own form. */
class OauthError extends Error {
  constructor(
    readonly status: number,
    readonly error: string,
    description: string,
  ) {
    super(description)
  }
}

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
  /** Chains of accounts are not supported. */
  delegates: z.array(z.string()).max(0).default([]),
})
const IMPERSONATION = /^\/v1\/projects\/-\/serviceAccounts\/([^/]+):generateAccessToken$/
const SCOPE = 'https://www.googleapis.com/auth/cloud-platform'
const PERMISSION = 'iam.serviceAccounts.getAccessToken'
const LIFETIME_MAX_MS = 3_600_000

/** The two HTTP endpoints that hand out tokens: Google's OAuth server and its IAM Credentials API. */
export function makeAuthServer(world: World): Server {
  return createServer(
    listener(
      (request, response) => answer(world, request, response),
      (response) => sendJson(response, 500, { error: { code: 500, status: 'INTERNAL' } }),
    ),
  )
}

async function answer(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = pathOf(request)
  const [, encoded] = IMPERSONATION.exec(path) ?? []
  const email = encoded === undefined ? null : decodeURIComponent(encoded)
  const fault = world.faults.strike({
    operation: email === null ? 'Token' : 'GenerateAccessToken',
    accountIds: [world.serviceAccount(email ?? '')?.project.id ?? ''],
    keys: [],
  })
  if (fault && (await misbehave(fault, response))) return
  try {
    if (fault?.kind === 'unavailable') throw new StatusError(14, 'The service is currently unavailable.')
    if (fault?.kind === 'throttle') throw new StatusError(8, 'Quota exceeded.')
    const body = (await readBody(request))?.toString('utf8') ?? ''
    if (request.method !== 'POST' || (path !== '/token' && email === null))
      throw new StatusError(5, 'Not found.')
    const bearer = request.headers.authorization
    sendJson(response, 200, email === null ? refresh(world, body) : impersonate(world, bearer, email, body))
  } catch (error) {
    sendRefusal(response, error)
  }
}

function sendRefusal(response: ServerResponse, error: unknown): void {
  if (error instanceof OauthError) {
    sendJson(response, error.status, { error: error.error, error_description: error.message })
  } else if (error instanceof StatusError) {
    const { status, code, message } = error
    sendJson(response, status, { error: { code: status, message, status: code } })
  } else throw error
}

/** An access token for whoever holds the refresh token. */
function refresh(world: World, body: string) {
  const parsed = refreshRequest.safeParse(Object.fromEntries(new URLSearchParams(body)))
  if (!parsed.success) {
    throw new OauthError(400, 'unsupported_grant_type', 'Only refresh_token is supported.')
  }
  const { client_id, client_secret, refresh_token } = parsed.data
  const credential = world.credentials.find(({ refreshToken }) => refreshToken === refresh_token)
  if (!credential) throw new OauthError(400, 'invalid_grant', 'Token has been expired or revoked.')
  if (credential.clientId !== client_id || credential.clientSecret !== client_secret) {
    throw new OauthError(401, 'invalid_client', 'The OAuth client was not found.')
  }
  const { token, expiresAt } = world.tokens.issue(credential.member, null)
  const expires_in = Math.floor((expiresAt - Date.now()) / 1000)
  return { access_token: token, expires_in, token_type: 'Bearer', scope: SCOPE }
}

/** An access token for a service account, for whoever may act as it. */
function impersonate(world: World, authorization: string | undefined, email: string, body: string) {
  const caller = world.tokens.caller(authorization)
  if (!caller) throw unauthenticated()
  const found = world.serviceAccount(email)
  const resource = `serviceAccounts/${email}`
  const granted =
    found !== null && world.policies.allows(world.accountChain(found), caller.member, PERMISSION)
  if (found) record(world, found.project.id, caller, { permission: PERMISSION, resource, granted })
  if (!found || !granted) throw permissionDenied(PERMISSION, resource)
  if (found.account.disabled) throw new StatusError(9, 'Service account is disabled.')
  const parsed = impersonationRequest.safeParse(parseJson(body))
  const lifetimeMs = parsed.success ? Number.parseInt(parsed.data.lifetime, 10) * 1000 : Number.NaN
  if (!(lifetimeMs <= LIFETIME_MAX_MS)) throw new StatusError(3, 'Request contains an invalid argument.')
  const { token, expiresAt } = world.tokens.issue(`serviceAccount:${email}`, caller.email, lifetimeMs)
  return { accessToken: token, expireTime: new Date(expiresAt).toISOString() }
}

interface Check {
  permission: string
  resource: string
  granted: boolean
}

function record(world: World, project: string, caller: Caller, check: Check): void {
  world.log.append([project], (sequence) => ({
    sequence,
    time: world.clock.iso(),
    methodName: 'GenerateAccessToken',
    serviceName: 'iamcredentials.googleapis.com',
    principalEmail: caller.email,
    delegatedBy: caller.delegate,
    resourceName: `projects/-/${check.resource}`,
    authorizationInfo: [check],
    errorCode: check.granted ? null : 'PERMISSION_DENIED',
    errorMessage: null,
    requestId: randomUUID(),
  }))
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
