import type { AuthClient, UserRefreshClientOptions } from 'google-auth-library'
import { z } from 'zod'
import type { KmsOutcome } from '@/lib/domain/kms-outcome'
import { KmsError } from '../kms-error'

/** Who we are at Google when we use a key. */
export interface GoogleIdentity {
  /** Address of a service account of ours, one for each organization; null: the installation's own identity. */
  serviceAccount: string | null
}

/** The installation's own credentials in the form of `gcloud auth application-default login`. */
export type GoogleCredentials = Required<
  Pick<UserRefreshClientOptions, 'clientId' | 'clientSecret' | 'refreshToken'>
>

export interface TokenOptions {
  /** Left out, they are found where Google says: environment, workload identity, metadata server. */
  credentials?: GoogleCredentials | (() => Promise<GoogleCredentials>)
  /** Base URL of the simulator's token endpoints; null: Google's own. */
  authUrl: string | null
  attemptTimeoutMs: number
}

const SCOPE = 'https://www.googleapis.com/auth/cloud-platform'
/** A token has a few kilobytes at most. */
const MAX_ANSWER_BYTES = 64 * 1024

/** Access tokens for the installation and the service accounts that it impersonates, each kept while it lasts. */
export class Tokens {
  readonly #options: TokenOptions
  #base: Promise<AuthClient> | null = null
  readonly #impersonated = new Map<string, Promise<AuthClient>>()
  /** One request for a token serves all who wait for it. */
  readonly #pending = new Map<string | null, Promise<string>>()

  constructor(options: TokenOptions) {
    this.#options = options
  }

  /** Throws `KmsError`: without a token nothing was asked of the customer's key. */
  async of({ serviceAccount }: GoogleIdentity): Promise<string> {
    const pending = this.#pending.get(serviceAccount) ?? this.#get(serviceAccount)
    this.#pending.set(serviceAccount, pending)
    try {
      return await pending
    } catch (error) {
      throw tokenErrorFrom(error)
    } finally {
      this.#pending.delete(serviceAccount)
    }
  }

  /** Has credentials and token read anew the next time. */
  renew({ serviceAccount }: GoogleIdentity): void {
    this.#base = null
    if (serviceAccount !== null) this.#impersonated.delete(serviceAccount)
  }

  async #get(serviceAccount: string | null): Promise<string> {
    const client = await (serviceAccount === null ? this.#own() : this.#as(serviceAccount))
    const { token } = await client.getAccessToken()
    if (!token) throw new Error('no token came')
    return token
  }

  #own(): Promise<AuthClient> {
    this.#base ??= this.#makeOwn()
    return this.#base
  }

  async #makeOwn(): Promise<AuthClient> {
    const { GoogleAuth, UserRefreshClient } = await import('google-auth-library')
    const { credentials, authUrl, attemptTimeoutMs } = this.#options
    const transporterOptions = { timeout: attemptTimeoutMs, size: MAX_ANSWER_BYTES }
    if (credentials === undefined) {
      const auth = new GoogleAuth({ scopes: SCOPE, clientOptions: { transporterOptions } })
      return withoutRetries(await auth.getClient())
    }
    const given = typeof credentials === 'function' ? await credentials() : credentials
    const endpoints = authUrl === null ? {} : { endpoints: { oauth2TokenUrl: `${authUrl}/token` } }
    return withoutRetries(new UserRefreshClient({ ...given, ...endpoints, transporterOptions }))
  }

  #as(serviceAccount: string): Promise<AuthClient> {
    const client = this.#impersonated.get(serviceAccount) ?? this.#impersonate(serviceAccount)
    this.#impersonated.set(serviceAccount, client)
    return client
  }

  async #impersonate(targetPrincipal: string): Promise<AuthClient> {
    const { Impersonated } = await import('google-auth-library')
    const { authUrl, attemptTimeoutMs } = this.#options
    return new Impersonated({
      sourceClient: await this.#own(),
      targetPrincipal,
      targetScopes: [SCOPE],
      ...(authUrl === null ? {} : { endpoint: authUrl }),
      transporterOptions: { timeout: attemptTimeoutMs, size: MAX_ANSWER_BYTES },
    })
  }
}

/** The library tries for longer than a whole operation may take: how often is decided in one place here. */
function withoutRetries(client: AuthClient): AuthClient {
  client.transporter.interceptors.request.add({
    resolved: async (config) => Object.assign(config, { retry: false, retryConfig: undefined }),
  })
  return client
}

const word = z.string().regex(/^\w{1,80}$/)
/** Node's codes of network errors, and the names of the web's for a request that was cut short. */
const NETWORK = /^(E[A-Z]{2,30}|TimeoutError|AbortError)$/
const httpError = z.object({
  code: word.optional().catch(undefined),
  cause: z.object({ name: word }).optional().catch(undefined),
  response: z
    .object({
      status: z.number(),
      data: z.object({ error: z.union([word, z.object({ status: word })]) }).catch({ error: 'HttpError' }),
    })
    .optional()
    .catch(undefined),
})

/** Tokens are a matter between us and Google: whatever is refused here is never the customer's doing. */
function tokenErrorFrom(error: unknown): KmsError {
  const { code, cause, response } = httpError.catch({}).parse(error)
  const of = (outcome: KmsOutcome, errorName: string) =>
    new KmsError({ outcome, errorName, requestId: null, operation: 'GenerateAccessToken' })
  if (response !== undefined) {
    const said = response.data.error
    const outcome = response.status === 429 ? 'THROTTLED' : response.status >= 500 ? 'UNREACHABLE' : 'OURS'
    return of(outcome, typeof said === 'string' ? said : said.status)
  }
  const network = [code, cause?.name].find((name) => name !== undefined && NETWORK.test(name))
  return network === undefined ? of('OURS', 'NoCredentials') : of('UNREACHABLE', network)
}
