import type { AddressInfo, Server } from 'node:net'
import { makeAuthServer } from './auth'
import { makeConsole } from './console'
import { parseSeed, type Seed } from './principals'
import { Store } from './store'
import { Wire } from './wire'
import { stateSchema, World } from './world'

export type { Seed } from './principals'

export interface SimulatorOptions {
  /** Of the gRPC server; 0, the default, takes a free one. */
  port?: number
  /** Of the token endpoints; 0, the default, takes a free one. */
  authPort?: number
  /** Of the console; 0, the default, takes a free one. */
  consolePort?: number
  seed: Seed
  /** Where projects, keys and logs are kept across restarts; in memory only when left out. */
  dataFile?: string
  /** The time in milliseconds by which keys age. */
  now?: () => number
}

export interface Simulator {
  /** Base URL of the gRPC server, which speaks HTTP/2 without TLS. */
  kmsUrl: string
  /** Base URL of the token endpoints. */
  authUrl: string
  /** Base URL of the pages and of the control API. */
  consoleUrl: string
  /** Saves, ends every connection and closes the servers. */
  stop(): Promise<void>
}

/**
 * Starts the Google Cloud KMS simulator on loopback.
 * @throws Error when a port is taken, or seed or data file can't be used
 */
export async function startGoogleKmsSimulator(options: SimulatorOptions): Promise<Simulator> {
  const store = new Store(options.dataFile ?? null, stateSchema)
  const world = new World(parseSeed(options.seed), store, options.now ?? Date.now)
  const wire = new Wire(world)
  const auth = makeAuthServer(world)
  const kmsUrl = await listen(wire.server, options.port ?? 0)
  const authUrl = await listen(auth, options.authPort ?? 0)
  const page = makeConsole(world)
  const consoleUrl = await listen(page, options.consolePort ?? 0)
  return {
    kmsUrl,
    authUrl,
    consoleUrl,
    async stop() {
      const closed = Promise.all([closing(wire.server), closing(auth), closing(page)])
      wire.close()
      auth.closeAllConnections()
      page.closeAllConnections()
      await closed
      await store.save()
    },
  }
}

async function listen(server: Server, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address() as AddressInfo
  return `http://127.0.0.1:${address.port}`
}

const closing = (server: Server) => new Promise((resolve) => server.close(resolve))
