import './silence'
import type { KeyManagementServiceClient } from '@google-cloud/kms'
import { isLoopbackHost } from '@/lib/domain/loopback'
import { type GoogleCredentials, Tokens } from './tokens'

/** How this installation reaches Google Cloud KMS. */
export interface GoogleOptions {
  /**
   * Where the simulator listens instead of Google: base URLs of its gRPC server and of its token endpoints. On
   * loopback only, since tokens go there over a plain line; from the operator, never from a tenant.
   */
  endpoint?: { kmsUrl: string; authUrl: string }
  /** The installation's own credentials. Left out, they are found where Google says (environment, metadata server). */
  credentials?: GoogleCredentials | (() => Promise<GoogleCredentials>)
  /** Limit of one attempt. */
  attemptTimeoutMs?: number
  /** Limit of a whole operation: token, every attempt, the proving decrypt, the look at the version's state. */
  totalTimeoutMs?: number
}

const DEFAULTS = { attemptTimeoutMs: 3_000, totalTimeoutMs: 8_000 }
/** The longest true answer, a page of 200 versions, has about 100 KB. */
const MAX_RESPONSE_BYTES = 256 * 1024

const CHANNEL = {
  'grpc.max_receive_message_length': MAX_RESPONSE_BYTES,
  // The default waits for up to two minutes before it tries again to connect.
  'grpc.max_reconnect_backoff_ms': 2_000,
  // A channel that is made anew shall not find the old one's dead connection.
  'grpc.use_local_subchannel_pool': 1,
}

/** One channel to Cloud KMS for every identity: the token goes with each call. */
export class GoogleClients {
  readonly attemptTimeoutMs: number
  readonly totalTimeoutMs: number
  readonly tokens: Tokens
  readonly #endpoint: GoogleOptions['endpoint']
  #client: Promise<KeyManagementServiceClient> | null = null
  readonly #retiring = new Set<NodeJS.Timeout>()

  /** Throws TypeError for an endpoint that is not on loopback. */
  constructor({ endpoint, credentials, attemptTimeoutMs, totalTimeoutMs }: GoogleOptions) {
    for (const url of endpoint ? [endpoint.kmsUrl, endpoint.authUrl] : []) {
      if (!isLoopbackHost(new URL(url).host))
        throw new TypeError('only the simulator on loopback has an endpoint')
    }
    this.attemptTimeoutMs = attemptTimeoutMs ?? DEFAULTS.attemptTimeoutMs
    this.totalTimeoutMs = totalTimeoutMs ?? DEFAULTS.totalTimeoutMs
    this.#endpoint = endpoint
    const authUrl = endpoint?.authUrl ?? null
    this.tokens = new Tokens({
      ...(credentials && { credentials }),
      authUrl,
      attemptTimeoutMs: this.attemptTimeoutMs,
    })
  }

  /** The SDK's client, loaded at its first use: it is large, and not every installation needs it. */
  async client(): Promise<KeyManagementServiceClient> {
    this.#client ??= connect(this.#endpoint)
    const client = this.#client
    try {
      return await client
    } catch (error) {
      if (this.#client === client) this.#client = null
      throw error
    }
  }

  /** A new channel, unless somebody has made one already: one that timed out may be dead for a long time. */
  async reconnect(failed: KeyManagementServiceClient): Promise<void> {
    if (this.#client === null || (await this.#client) !== failed) return
    this.#client = null
    // What is still under way on it may end.
    const timer = setTimeout(() => {
      this.#retiring.delete(timer)
      void failed.close()
    }, this.totalTimeoutMs)
    this.#retiring.add(timer.unref())
  }

  /** Closes the connections. */
  close(): void {
    for (const timer of this.#retiring) clearTimeout(timer)
    // One that could not be made needs no closing.
    this.#client?.then((client) => client.close()).catch(() => null)
    this.#client = null
  }
}

async function connect(endpoint: GoogleOptions['endpoint']): Promise<KeyManagementServiceClient> {
  const [{ KeyManagementServiceClient }, { credentials }, { GoogleAuth }] = await Promise.all([
    import('@google-cloud/kms'),
    import('@grpc/grpc-js'),
    import('google-auth-library'),
  ])
  const universeDomain = 'googleapis.com'
  const client = new KeyManagementServiceClient({
    ...CHANNEL,
    ...(endpoint && onLoopback(new URL(endpoint.kmsUrl))),
    sslCreds: endpoint ? credentials.createInsecure() : credentials.createSsl(),
    universeDomain,
    // It has no credentials to find: without it the SDK would look for some, only to ask for their domain.
    auth: new GoogleAuth({ clientOptions: { universeDomain } }),
  })
  await client.initialize()
  return client
}

const onLoopback = ({ hostname, port }: URL) => ({
  apiEndpoint: hostname,
  port: Number(port),
  'grpc.enable_http_proxy': 0,
})
