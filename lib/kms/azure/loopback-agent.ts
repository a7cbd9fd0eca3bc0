import { Agent } from 'node:https'
import type { TLSSocket } from 'node:tls'

/**
 * Dials 127.0.0.1 whatever the host, and checks the certificate for that host all the same, so that URLs, challenges
 * and tokens are those of the true cloud.
 */
export class LoopbackAgent extends Agent {
  readonly #port: number

  constructor({ port, authority }: { port: number; authority: string }) {
    super({ keepAlive: true, ca: authority })
    this.#port = port
  }

  override createConnection(
    options: Parameters<Agent['createConnection']>[0],
    callback?: Parameters<Agent['createConnection']>[1],
  ): TLSSocket {
    const dialled = { ...options, host: '127.0.0.1', port: this.#port }
    return super.createConnection(dialled, callback) as TLSSocket
  }
}
