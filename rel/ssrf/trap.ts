import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer, type Server } from 'node:tls'
import { makeCertificates } from '@/simulators/azure-key-vault/tls/certificates'

/** Somebody who answers for every host, with a certificate that nobody trusts, and keeps what he is told. */
export class Trap {
  readonly #server: Server
  readonly #heard: Buffer[] = []
  visits = 0

  private constructor(hosts: readonly string[]) {
    const { certificate, key } = makeCertificates(hosts).server
    this.#server = createServer({ cert: certificate, key, ALPNProtocols: ['h2', 'http/1.1'] }, (line) => {
      line.on('data', (data) => this.#heard.push(data)).on('error', () => line.destroy())
    })
    this.#server.on('connection', () => {
      this.visits += 1
    })
    this.#server.on('tlsClientError', (_error, line) => line.destroy())
  }

  /** `hosts` are those that the certificate is for. */
  static async open(hosts: readonly string[]): Promise<Trap> {
    const trap = new Trap(hosts)
    trap.#server.listen(0, '127.0.0.1')
    await once(trap.#server, 'listening')
    return trap
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** All that was said to it after the handshake. */
  get heard(): string {
    return Buffer.concat(this.#heard).toString('latin1')
  }

  forget(): void {
    this.#heard.length = 0
    this.visits = 0
  }

  close(): void {
    this.#server.close()
  }
}
