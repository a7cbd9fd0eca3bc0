import { createServer } from 'node:http'
import { Console } from '../shared/console/console'
import { closeServer, listener, listenOnLoopback, send } from '../shared/http'
import { mountOf } from './mount'
import { parseSeed, type Seed } from './seed'
import { makeStore } from './state'
import { answerSts, isStsRequest } from './sts/wire'
import { answerWire } from './wire'
import { World } from './world'

export type { Seed } from './seed'

export interface SimulatorOptions {
  /** 0, the default, takes a free port. */
  port?: number
  /** A loopback address; 127.0.0.1 if not given. */
  host?: string
  seed: Seed
  /** Where keys and logs are kept across restarts; in memory only when left out. */
  dataFile?: string
  /** The time in milliseconds by which keys age; signatures are always checked by the real clock. */
  now?: () => number
  /** Where to show its pages and control API; a console of its own when left out. */
  console?: Console
}

export interface Simulator {
  /** Answers the AWS protocol, and the console beside it. */
  url: string
  port: number
  /** Saves, ends every connection and closes the server. */
  stop(): Promise<void>
}

/**
 * Starts the AWS KMS simulator on loopback.
 * @throws Error when the host is not loopback, the port is taken, or seed or data file can't be used
 * @example
 * const simulator = await startAwsKmsSimulator({ seed })
 * const kms = new KMSClient({ endpoint: simulator.url, region: 'eu-central-1', credentials })
 */
export async function startAwsKmsSimulator(options: SimulatorOptions): Promise<Simulator> {
  const store = makeStore(options.dataFile ?? null)
  const world = new World(parseSeed(options.seed), store, options.now)
  const pages = options.console ?? new Console()
  const server = createServer(
    listener(
      (request, response) => {
        if (request.method !== 'POST' || request.url !== '/') return pages.handle(request, response)
        if (isStsRequest(request)) return answerSts(world, request, response)
        return answerWire(world, request, response)
      },
      (response) => send(response, 500, 'application/x-amz-json-1.1', '{"__type":"KMSInternalException"}'),
    ),
  )
  const { host, port } = await listenOnLoopback(server, options.port, options.host)
  pages.mount(mountOf(world))
  return {
    url: `http://${host}:${port}`,
    port,
    async stop() {
      await closeServer(server)
      await store.save()
    },
  }
}
