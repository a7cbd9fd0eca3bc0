import { Console } from '../shared/console/console'
import { closeServer, listenOnLoopback } from '../shared/http'
import { makeAuthServer } from './auth'
import { mountOf } from './mount'
import { parseSeed, type Seed } from './principals'
import { makeStore } from './state'
import { Wire } from './wire'
import { World } from './world'

export type { Seed } from './principals'

export interface SimulatorOptions {
  /** Of the gRPC server; 0, the default, takes a free one. */
  port?: number
  /** Of the token endpoints; 0, the default, takes a free one. */
  authPort?: number
  seed: Seed
  /** Where projects, keys and logs are kept across restarts; in memory only when left out. */
  dataFile?: string
  /** The time in milliseconds by which keys age; tokens go by the real clock. */
  now?: () => number
  /** Where to show its pages and control API; a console of its own at `consolePort` when left out. */
  console?: Console
  consolePort?: number
}

export interface Simulator {
  /** Base URL of the gRPC server, which speaks HTTP/2 without TLS. */
  kmsUrl: string
  /** Base URL of the token endpoints: Google's OAuth server and its IAM Credentials API. */
  authUrl: string
  /** Base URL of a console of its own; null when another shows its pages. */
  consoleUrl: string | null
  /** Saves, ends every connection and closes the servers. */
  stop(): Promise<void>
}

/**
 * Starts the Google Cloud KMS simulator on loopback.
 * @throws Error when a port is taken, or seed or data file can't be used
 * @example
 * const { kmsUrl, authUrl } = await startGoogleKmsSimulator({ seed })
 * const { hostname, port } = new URL(kmsUrl)
 * const kms = new KeyManagementServiceClient({ apiEndpoint: hostname, port, sslCreds: credentials.createInsecure() })
 */
export async function startGoogleKmsSimulator(options: SimulatorOptions): Promise<Simulator> {
  const store = makeStore(options.dataFile ?? null)
  const world = new World(parseSeed(options.seed), store, options.now)
  const wire = new Wire(world)
  const auth = makeAuthServer(world)
  const stop = async () => {
    await Promise.all([wire.stop(), closeServer(auth), pages?.stop()])
    await store.save()
  }
  let pages: Awaited<ReturnType<Console['listen']>> | null = null
  try {
    const kmsUrl = await wire.listen(options.port ?? 0)
    const bound = await listenOnLoopback(auth, options.authPort)
    const console = options.console ?? new Console()
    console.mount(mountOf(world))
    if (!options.console) pages = await console.listen({ port: options.consolePort })
    return { kmsUrl, authUrl: `http://${bound.host}:${bound.port}`, consoleUrl: pages?.url ?? null, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
