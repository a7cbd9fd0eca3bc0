import type { KMSClientConfig } from '@aws-sdk/client-kms'

/** How this installation reaches AWS. */
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

/** What every SDK client of ours for AWS is made with. */
export class ClientSettings {
  readonly totalTimeoutMs: number
  readonly #attemptTimeoutMs: number
  readonly #options: AwsOptions

  constructor(options: AwsOptions) {
    this.totalTimeoutMs = options.totalTimeoutMs ?? DEFAULTS.totalTimeoutMs
    this.#attemptTimeoutMs = options.attemptTimeoutMs ?? DEFAULTS.attemptTimeoutMs
    this.#options = options
  }

  /** The SDK's options for a region. With AWS_USE_FIPS_ENDPOINT=true the SDK itself goes to the FIPS endpoints. */
  client(region: string) {
    const { endpoint, credentials } = this.#options
    const timeoutMs = this.#attemptTimeoutMs
    return {
      region,
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(credentials === undefined ? {} : { credentials }),
      maxAttempts: MAX_ATTEMPTS,
      retryMode: 'standard',
      requestHandler: {
        connectionTimeout: timeoutMs,
        requestTimeout: timeoutMs,
        // Without it the SDK only warns and goes on waiting.
        throwOnRequestTimeout: true,
        socketTimeout: timeoutMs,
      },
    }
  }
}
