import { CryptographyClient, KeyClient } from '@azure/keyvault-keys'
import { AZURE_CLOUDS, azureSuffix } from '@/lib/domain/azure-cloud'
import type { AzureKeyUrl } from '@/lib/domain/azure-key-url'
import { IdentityCredential } from './credential'
import { LoopbackAgent } from './loopback-agent'
import type { AzureIdentity, AzureOptions } from './options'
import { boundRequests, knownChallenge } from './policies'

/** For the keys of one identity; an organization has a few. */
const MAX_CLIENTS = 100
const DEFAULTS = { attemptTimeoutMs: 3_000, totalTimeoutMs: 8_000 }

/** SDK clients for the keys of all organizations, and one credential for each identity. */
export class AzureClients {
  readonly totalTimeoutMs: number
  readonly #attemptTimeoutMs: number
  readonly #options: AzureOptions
  readonly #agent: LoopbackAgent | null
  readonly #credentials = new Map<string, IdentityCredential>()
  /** by credential, so that they go with it; each keeps the token that it was given for its vault */
  readonly #cryptography = new WeakMap<IdentityCredential, Map<string, CryptographyClient>>()

  constructor(options: AzureOptions) {
    this.#options = options
    this.totalTimeoutMs = options.totalTimeoutMs ?? DEFAULTS.totalTimeoutMs
    this.#attemptTimeoutMs = options.attemptTimeoutMs ?? DEFAULTS.attemptTimeoutMs
    this.#agent = options.loopback === undefined ? null : new LoopbackAgent(options.loopback)
  }

  credential(key: AzureKeyUrl, identity: AzureIdentity): IdentityCredential {
    const id = credentialId(key, identity)
    const credential = this.#credentials.get(id) ?? this.#makeCredential(key, identity)
    this.#credentials.set(id, credential)
    return credential
  }

  /** Forgets a credential with its token, unless somebody has done so already. */
  renew(key: AzureKeyUrl, identity: AzureIdentity, refused: IdentityCredential): void {
    const id = credentialId(key, identity)
    if (this.#credentials.get(id) === refused) this.#credentials.delete(id)
  }

  /** Reads keys. A client is for one call only: nothing in it can be out of date. */
  keyClient(key: AzureKeyUrl, identity: AzureIdentity, credential: IdentityCredential): KeyClient {
    return new KeyClient(`https://${key.host}`, credential, this.#clientOptions(key, identity))
  }

  /**
   * Wraps and unwraps, always at the server and without a look at the key before: the SDK believes that it knows the
   * key, and what we let it know has no material to work with and no dates to refuse by.
   * @param version null for the newest
   */
  cryptographyClient(
    key: AzureKeyUrl,
    identity: AzureIdentity,
    credential: IdentityCredential,
    version: string | null,
  ): CryptographyClient {
    const id = version === null ? key.id : `${key.id}/${version}`
    const clients = this.#cryptography.get(credential) ?? new Map<string, CryptographyClient>()
    this.#cryptography.set(credential, clients)
    // With a token that is about to end, a client asks for the next one beside its calls. Nobody hears when that is
    // refused, and such an error ends the process: a new client asks within its call.
    const isEnding =
      Date.now() >= credential.servesUntilMs(`https://${azureSuffix(key.cloud, key.kind)}/.default`)
    if (isEnding || clients.size >= MAX_CLIENTS) clients.clear()
    const client = clients.get(id) ?? this.#makeCryptographyClient(key, identity, credential, id)
    clients.set(id, client)
    return client
  }

  #makeCryptographyClient(
    key: AzureKeyUrl,
    identity: AzureIdentity,
    credential: IdentityCredential,
    id: string,
  ): CryptographyClient {
    const { host, name } = key
    const known = {
      id,
      name,
      keyOperations: ['wrapKey', 'unwrapKey'],
      properties: { vaultUrl: `https://${host}`, name },
    }
    return new CryptographyClient(known, credential, this.#clientOptions(key, identity))
  }

  /** Closes the connections. */
  close(): void {
    this.#agent?.destroy()
    this.#credentials.clear()
  }

  #makeCredential({ cloud }: AzureKeyUrl, identity: AzureIdentity): IdentityCredential {
    const { directory } = AZURE_CLOUDS[cloud]
    return new IdentityCredential(identity, () => this.#options.proofOf(identity), this.#bounds(directory))
  }

  #clientOptions({ host, cloud, kind }: AzureKeyUrl, { tenantId }: AzureIdentity) {
    const { directory } = AZURE_CLOUDS[cloud]
    const challenge = knownChallenge({ directory, tenantId, audience: azureSuffix(cloud, kind) })
    const policies = [challenge, boundRequests(this.#bounds(host))]
    return {
      retryOptions: { maxRetries: 0 },
      additionalPolicies: policies.map((policy) => ({ policy, position: 'perRetry' as const })),
    }
  }

  #bounds(host: string) {
    return { host, attemptTimeoutMs: this.#attemptTimeoutMs, agent: this.#agent }
  }
}

const credentialId = ({ cloud }: AzureKeyUrl, { tenantId, clientId }: AzureIdentity): string =>
  [cloud, tenantId, clientId].join('/')
