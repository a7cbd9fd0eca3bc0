import { KMSClient, type KMSClientConfig } from '@aws-sdk/client-kms'
import { boundResponses } from './bounded-response'

/** How this installation reaches AWS KMS. */
export interface AwsOptions {
  /** Another address than AWS's own, such as the simulator's; from the operator, never from a tenant. */
  endpoint?: string
  /** Left out, the SDK finds them where AWS says (environment, profile, instance). */
  credentials?: KMSClientConfig['credentials']
  /** Limit of one attempt. */
  attemptTimeoutMs?: number
  /** Limit of a whole operation: every attempt, the proving decrypt, the look at the key's state. */
  totalTimeoutMs?: number
}

const DEFAULTS = { attemptTimeoutMs: 3_000, totalTimeoutMs: 8_000 }
const MAX_ATTEMPTS = 2

/** One SDK client for each region, since the SDK never follows the region of an ARN. */
export class AwsClients {
  readonly totalTimeoutMs: number
  readonly #options: AwsOptions & typeof DEFAULTS
  readonly #byRegion = new Map<string, KMSClient>()

  constructor(options: AwsOptions) {
    this.#options = { ...options, ...withDefaults(options) }
    this.totalTimeoutMs = this.#options.totalTimeoutMs
  }

  of(region: string): KMSClient {
    const client = this.#byRegion.get(region) ?? this.#make(region)
    this.#byRegion.set(region, client)
    return client
  }

  /** A new client with credentials read anew, unless somebody has renewed it already. Keeps the connections. */
  renew(region: string, refused: KMSClient): void {
    if (this.#byRegion.get(region) !== refused) return
    this.#byRegion.set(region, this.#make(region, refused.config.requestHandler))
  }

  /** Closes the connections. */
  close(): void {
    for (const client of this.#byRegion.values()) client.destroy()
    this.#byRegion.clear()
  }

  #make(region: string, requestHandler?: KMSClientConfig['requestHandler']): KMSClient {
    const { endpoint, credentials, attemptTimeoutMs } = this.#options
    const client = new KMSClient({
      region,
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(credentials === undefined ? {} : { credentials }),
      maxAttempts: MAX_ATTEMPTS,
      retryMode: 'standard',
      requestHandler: requestHandler ?? {
        connectionTimeout: attemptTimeoutMs,
        requestTimeout: attemptTimeoutMs,
        // Without it the SDK only warns and goes on waiting.
        throwOnRequestTimeout: true,
        socketTimeout: attemptTimeoutMs,
      },
    })
    boundResponses(client)
    return client
  }
}

function withDefaults({ attemptTimeoutMs, totalTimeoutMs }: AwsOptions): typeof DEFAULTS {
  return {
    attemptTimeoutMs: attemptTimeoutMs ?? DEFAULTS.attemptTimeoutMs,
    totalTimeoutMs: totalTimeoutMs ?? DEFAULTS.totalTimeoutMs,
  }
}
