import { createHash, createPublicKey, timingSafeEqual, verify } from 'node:crypto'
import { z } from 'zod'
import { DirectoryError } from '../errors'
import type { App } from '../seed'

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
const EXCHANGE_AUDIENCE = 'api://AzureADTokenExchange'

const assertionClaims = z.object({ iss: z.string(), sub: z.string(), aud: z.string(), exp: z.number() })

/** @throws DirectoryError unless the request proves that it comes from the application */
export function authenticateApp(app: App, form: URLSearchParams, tokenEndpoint: string, now: number): void {
  const secret = form.get('client_secret')
  if (secret !== null) {
    if (app.secrets.some((own) => same(own, secret))) return
    throw refused(
      7000215,
      `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${app.clientId}'.`,
    )
  }
  const assertion = form.get('client_assertion')
  if (assertion === null || form.get('client_assertion_type') !== ASSERTION_TYPE) {
    throw refused(
      7000218,
      "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    )
  }
  checkAssertion(app, assertion, tokenEndpoint, now)
}

function checkAssertion(app: App, assertion: string, tokenEndpoint: string, now: number): void {
  const [header = '', body = '', signature = ''] = assertion.split('.')
  const claims = claimsOf(body)
  if (claims === null) throw refused(50027, 'JWT token is invalid or malformed.')
  const credential = app.federated.find(
    ({ issuer, subject }) => issuer === claims.iss && subject === claims.sub,
  )
  if (credential === undefined) {
    throw refused(70021, 'No matching federated identity record found for presented assertion.')
  }
  if (claims.aud !== EXCHANGE_AUDIENCE && claims.aud !== tokenEndpoint) {
    throw refused(
      700212,
      `No matching federated identity record found for presented assertion audience '${claims.aud}'.`,
    )
  }
  const key = { key: createPublicKey(credential.publicKey), dsaEncoding: 'ieee-p1363' as const }
  const good = verify('sha256', Buffer.from(`${header}.${body}`), key, Buffer.from(signature, 'base64url'))
  if (!good) throw refused(700027, 'Client assertion failed signature validation.')
  if (claims.exp * 1000 <= now) {
    throw refused(700024, 'Client assertion is not within its valid time range.')
  }
}

function claimsOf(body: string): z.infer<typeof assertionClaims> | null {
  try {
    return assertionClaims.parse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')))
  } catch {
    return null
  }
}

const refused = (code: number, message: string): DirectoryError =>
  new DirectoryError(401, 'invalid_client', code, message)

function same(a: string, b: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(a), hash(b))
}
