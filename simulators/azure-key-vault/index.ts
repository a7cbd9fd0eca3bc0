import { Console } from '../shared/console/console'
import { closeServer, listenOnLoopback } from '../shared/http'
import { Store } from '../shared/store'
import { SimulatorAgent } from './agent'
import { mountOf } from './mount'
import { nothingSaved, savedSchema } from './saved'
import { parseSeed, type Seed } from './seed'
import { makeWireServer } from './wire/server'
import { World } from './world'

export type { Seed } from './seed'

export interface SimulatorOptions {
  /** Of the hosts of Azure, by HTTPS. 0, the default, takes a free port. */
  port?: number | undefined
  /** Where to show its pages and control API; a console of its own when left out. */
  console?: Console
  /** The port of its own console. 0, the default, takes a free one. */
  consolePort?: number
  seed: Seed
  /** Where directories, vaults, keys and logs are kept across restarts; in memory only when left out. */
  dataFile?: string | undefined
  /** The time in milliseconds by which keys age; tokens always go by the real clock. */
  now?: () => number
}

export interface Simulator {
  /** The port of 127.0.0.1 where every host of Azure answers. */
  port: number
  /** Who signed the certificate of this run, as PEM. */
  authority: string
  /** A policy for the pipeline of an Azure SDK client or credential, which leads it here. */
  policy: { name: string; sendRequest: SendRequest }
  /** Of its own console; null where it was given one. */
  consoleUrl: string | null
  /** Saves, ends every connection and closes the servers. */
  stop(): Promise<void>
}

type SendRequest = <T extends { agent?: unknown }, R>(
  request: T,
  next: (request: T) => Promise<R>,
) => Promise<R>

/**
 * Starts the simulator of Azure Key Vault, Managed HSM and Microsoft Entra on loopback.
 * @throws Error when a port is taken, or seed or data file can't be used
 * @example
 * const simulator = await startAzureSimulator({ seed })
 * const additionalPolicies = [{ policy: simulator.policy, position: 'perRetry' }]
 * const credential = new ClientSecretCredential(tenantId, clientId, secret, { additionalPolicies })
 * const keys = new KeyClient('https://northwind-keys.vault.azure.net', credential, { additionalPolicies })
 */
export async function startAzureSimulator(options: SimulatorOptions): Promise<Simulator> {
  const store = new Store(options.dataFile ?? null, savedSchema, nothingSaved)
  const world = new World(parseSeed(options.seed), store, options.now ?? Date.now)
  const { server, authority } = makeWireServer(world)
  const { port } = await listenOnLoopback(server, options.port)
  const ownConsole = options.console === undefined ? new Console() : null
  const mounted = options.console ?? ownConsole
  mounted?.mount(mountOf(world, { port, authority }))
  const listening = await ownConsole?.listen({ port: options.consolePort ?? 0 })
  const agent = new SimulatorAgent(port, authority)
  const sendRequest: SendRequest = (request, next) => {
    request.agent = agent
    return next(request)
  }
  return {
    port,
    authority,
    policy: { name: 'azureSimulator', sendRequest },
    consoleUrl: listening?.url ?? null,
    async stop() {
      agent.destroy()
      await closeServer(server)
      await listening?.stop()
      await store.save()
    },
  }
}
