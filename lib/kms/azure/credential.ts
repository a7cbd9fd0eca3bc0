import type { PipelinePolicy } from '@azure/core-rest-pipeline'
import {
  type AccessToken,
  ClientAssertionCredential,
  ClientSecretCredential,
  type GetTokenOptions,
  type TokenCredential,
} from '@azure/identity'
import { type DirectoryAnswer, directoryErrorFrom } from './directory-error'
import type { AzureIdentity, AzureProof } from './options'
import { boundRequests, type RequestBounds } from './policies'

/** So long before its end the SDK may want another token; it does so two minutes before. */
const LAST_MINUTES_MS = 5 * 60_000

/**
 * An identity of ours at its directory. Keeps its token until that has nearly run out; every failure to get one is a
 * `KmsError`.
 */
export class IdentityCredential implements TokenCredential {
  readonly #identity: AzureIdentity
  readonly #proofOf: () => AzureProof | Promise<AzureProof>
  readonly #bounds: RequestBounds
  readonly #pending = new Map<string, Promise<AccessToken | null>>()
  readonly #servesUntilMs = new Map<string, number>()
  #made: Promise<TokenCredential> | null = null
  #answer: DirectoryAnswer | null = null

  constructor(
    identity: AzureIdentity,
    proofOf: () => AzureProof | Promise<AzureProof>,
    bounds: RequestBounds,
  ) {
    this.#identity = identity
    this.#proofOf = proofOf
    this.#bounds = bounds
  }

  /** Many callers at a time share one request, and none of them ends it for the others. */
  readonly getToken: TokenCredential['getToken'] = (scopes, { tenantId, enableCae, claims } = {}) => {
    const wanted = JSON.stringify([scopes, claims])
    const pending = this.#pending.get(wanted)
    if (pending !== undefined) return pending
    const asked = this.#ask(scopes, {
      ...(tenantId === undefined ? {} : { tenantId }),
      ...(enableCae === undefined ? {} : { enableCae }),
      ...(claims === undefined ? {} : { claims }),
    }).finally(() => this.#pending.delete(wanted))
    this.#pending.set(wanted, asked)
    return asked
  }

  async #ask(scopes: string | string[], options: GetTokenOptions): Promise<AccessToken | null> {
    try {
      this.#made ??= this.#make()
      const token = await (await this.#made).getToken(scopes, options)
      if (token !== null) this.#servesUntilMs.set(String(scopes), endOf(token))
      return token
    } catch (error) {
      throw directoryErrorFrom(error, this.#answer)
    }
  }

  /** Until when the SDK is content with the token that there is for a scope, in milliseconds since 1970; 0 for none. */
  servesUntilMs(scope: string): number {
    return this.#servesUntilMs.get(scope) ?? 0
  }

  /** Keeps the last answer, whose status MSAL does not pass on; for a minute after a 429 it repeats that one by itself. */
  readonly #remembered: PipelinePolicy = {
    name: 'latchkeyRemembered',
    sendRequest: async (request, next) => {
      this.#answer = null
      const response = await next(request)
      const { status, headers } = response
      this.#answer = { status, requestId: headers.get('x-ms-request-id') ?? null }
      return response
    },
  }

  async #make(): Promise<TokenCredential> {
    const { tenantId, clientId } = this.#identity
    const proof = await this.#proofOf()
    const options = {
      authorityHost: `https://${this.#bounds.host}`,
      // Hosts are from our own list, and nothing else is asked about them.
      disableInstanceDiscovery: true,
      retryOptions: { maxRetries: 0 },
      additionalPolicies: [this.#remembered, boundRequests(this.#bounds)].map((policy) => ({
        policy,
        position: 'perRetry' as const,
      })),
    }
    return 'clientSecret' in proof
      ? new ClientSecretCredential(tenantId, clientId, proof.clientSecret, options)
      : new ClientAssertionCredential(tenantId, clientId, proof.clientAssertion, options)
  }
}

const endOf = ({ expiresOnTimestamp, refreshAfterTimestamp }: AccessToken): number =>
  Math.min(expiresOnTimestamp - LAST_MINUTES_MS, refreshAfterTimestamp ?? Number.POSITIVE_INFINITY)
