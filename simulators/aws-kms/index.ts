import type { AddressInfo } from 'node:net'
import { parseSeed, type Seed } from './seed'
import { makeServer } from './server'
import { Store } from './store'
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
}

export interface Simulator {
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
  const host = options.host ?? '127.0.0.1'
  if (!['127.0.0.1', '::1', 'localhost'].includes(host)) {
    throw new Error(`The simulator listens on loopback only, not on ${host}.`)
  }
  const store = new Store(options.dataFile ?? null)
  const world = new World(parseSeed(options.seed), store, options.now ?? Date.now)
  const server = makeServer(world)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, host, resolve)
  })
  const { port, address, family } = boundTo(server.address())
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`,
    port,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
      await store.save()
    },
  }
}

function boundTo(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('The server is not bound to a port.')
  return address
}
