import { Agent } from 'node:https'
import type { Duplex } from 'node:stream'

type Connect = Agent['createConnection']

/** Dials the simulator whatever the host; the certificate is checked for that host all the same. */
export class SimulatorAgent extends Agent {
  readonly #port: number

  constructor(port: number, authority: string) {
    super({ keepAlive: true, ca: authority })
    this.#port = port
  }

  override createConnection(
    options: Parameters<Connect>[0],
    callback?: Parameters<Connect>[1],
  ): Duplex | null | undefined {
    return super.createConnection({ ...options, host: '127.0.0.1', port: this.#port }, callback)
  }
}
