import { ClientAssertionCredential, ClientSecretCredential, type TokenCredential } from '@azure/identity'
import { type DirectoryAnswer, directoryErrorFrom } from './directory-error'
import type { AzureIdentity, AzureProof } from './options'
import { boundRequests, type RequestBounds } from './policies'

/**
 * An identity of ours at its directory. Keeps its token until that has nearly run out; every failure to get one is a
 * `KmsError`.
 */
export class IdentityCredential implements TokenCredential {
  readonly #identity: AzureIdentity
  readonly #proofOf: () => AzureProof | Promise<AzureProof>
  readonly #bounds: RequestBounds
  #made: Promise<TokenCredential> | null = null
  #answer: DirectoryAnswer | null = null

  constructor(
    identity: AzureIdentity,
    proofOf: () => AzureProof | Promise<AzureProof>,
    bounds: Omit<RequestBounds, 'onResponse'>,
  ) {
    this.#identity = identity
    this.#proofOf = proofOf
    this.#bounds = {
      ...bounds,
      onResponse: ({ status, headers }) => {
        this.#answer = { status, requestId: headers.get('x-ms-request-id') ?? null }
      },
    }
  }

  readonly getToken: TokenCredential['getToken'] = async (scopes, options) => {
    this.#answer = null
    try {
      this.#made ??= this.#make()
      return await (await this.#made).getToken(scopes, options)
    } catch (error) {
      throw directoryErrorFrom(error, this.#answer)
    }
  }

  async #make(): Promise<TokenCredential> {
    const { tenantId, clientId } = this.#identity
    const proof = await this.#proofOf()
    const options = {
      authorityHost: `https://${this.#bounds.host}`,
      // Hosts are from our own list, and nothing else is asked about them.
      disableInstanceDiscovery: true,
      retryOptions: { maxRetries: 0 },
      additionalPolicies: [{ policy: boundRequests(this.#bounds), position: 'perRetry' as const }],
    }
    return 'clientSecret' in proof
      ? new ClientSecretCredential(tenantId, clientId, proof.clientSecret, options)
      : new ClientAssertionCredential(tenantId, clientId, proof.clientAssertion, options)
  }
}
