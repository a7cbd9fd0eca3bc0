import { randomUUID } from 'node:crypto'
import { DirectoryError } from '../errors'
import { audienceOf, type Tenant } from '../state'
import type { World } from '../world'
import { authenticateApp } from './authenticate'
import { issueToken } from './tokens'

export interface DirectoryRequest {
  host: string
  method: string
  path: string
  body: string
}

/**
 * Answers as Microsoft Entra does: the OpenID configuration of a directory, and tokens for applications.
 * @throws DirectoryError the answer when it is not a success
 */
export function answerDirectory(world: World, { host, method, path, body }: DirectoryRequest): object {
  const [, tenantId = '', rest = ''] = /^\/([^/]+)\/(.*)$/.exec(path) ?? []
  const tenant = world.seen.tenants[tenantId.toLowerCase()]
  if (tenant === undefined) {
    throw new DirectoryError(
      400,
      'invalid_request',
      90002,
      `Tenant '${tenantId}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.`,
    )
  }
  const own = `https://${host}/${tenant.id}`
  if (method === 'GET' && rest === 'v2.0/.well-known/openid-configuration') return configurationOf(own)
  if (method === 'POST' && rest === 'oauth2/v2.0/token') {
    return grant(world, tenant, new URLSearchParams(body), `${own}/oauth2/v2.0/token`)
  }
  throw new DirectoryError(404, 'invalid_request', 900144, 'There is nothing at this address.')
}

const configurationOf = (own: string) => ({
  issuer: `${own}/v2.0`,
  authorization_endpoint: `${own}/oauth2/v2.0/authorize`,
  token_endpoint: `${own}/oauth2/v2.0/token`,
  jwks_uri: `${own}/discovery/v2.0/keys`,
  token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt'],
  response_types_supported: ['code'],
  subject_types_supported: ['pairwise'],
  id_token_signing_alg_values_supported: ['RS256'],
})

function grant(world: World, tenant: Tenant, form: URLSearchParams, endpoint: string): object {
  if (form.get('grant_type') !== 'client_credentials') {
    throw new DirectoryError(
      400,
      'unsupported_grant_type',
      70003,
      'The app requested an unsupported grant type.',
    )
  }
  const clientId = (form.get('client_id') ?? '').toLowerCase()
  const app = world.apps.get(clientId)
  const principal = tenant.servicePrincipals[clientId]
  if (app === undefined || principal === undefined) {
    throw new DirectoryError(
      400,
      'unauthorized_client',
      700016,
      `Application with identifier '${clientId}' was not found in the directory '${tenant.name}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant.`,
    )
  }
  const now = Date.now()
  authenticateApp(app, form, endpoint, now)
  if (!principal.enabled) {
    throw new DirectoryError(
      400,
      'unauthorized_client',
      7000112,
      `Application '${clientId}'(${app.name}) is disabled.`,
    )
  }
  const audience = (form.get('scope') ?? '').replace(/\/\.default$/, '')
  if (!Object.values(world.seen.vaults).some((vault) => audienceOf(vault) === audience)) {
    throw new DirectoryError(
      400,
      'invalid_resource',
      500011,
      `The resource principal named ${audience} was not found in the tenant named ${tenant.name}.`,
    )
  }
  const iat = Math.floor(now / 1000)
  const claims = {
    aud: audience,
    iss: `https://sts.windows.net/${tenant.id}/`,
    tid: tenant.id,
    appid: clientId,
    oid: principal.objectId,
    iat,
    exp: iat + world.tokenLifetimeS,
  }
  const lifetime = { expires_in: world.tokenLifetimeS, ext_expires_in: world.tokenLifetimeS }
  return { token_type: 'Bearer', ...lifetime, access_token: issueToken(claims, world.tokenSecret) }
}

/** A refusal as the directory words it. */
export function directoryProblem({ error, code, number, message }: DirectoryError): object {
  const [traceId, correlationId, timestamp] = [randomUUID(), randomUUID(), new Date().toISOString()]
  const ids = `Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`
  return {
    error,
    error_description: `${code}: ${message} ${ids}`,
    error_codes: [number],
    timestamp,
    trace_id: traceId,
    correlation_id: correlationId,
  }
}
