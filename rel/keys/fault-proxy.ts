import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import { Server as TlsServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'

/** An answer of the KMS behind, as bytes. */
export interface Reply {
  status: number
  headers: Record<string, string>
  body: Buffer
}

/** A call on its way to KMS. */
export interface Exchange {
  operation: string
  response: ServerResponse
  /** has KMS do it, and brings its answer */
  forward(): Promise<Reply>
}

/** What a server shows that speaks TLS. */
export interface Certificate {
  key: Buffer
  cert: Buffer
}

/** What becomes of a call. */
export type Meddle = (exchange: Exchange) => unknown

/** Something between us and KMS: it lets everything through until it is told what to do with an operation. */
export class FaultProxy {
  readonly #server: Server
  readonly #lines = new Set<Socket>()
  readonly #meddles = new Map<string, Meddle>()
  readonly #asked: string[] = []
  /** every new connection is reset at once */
  resets = false
  connections = 0

  private constructor(
    private readonly behind: string,
    tls?: Certificate,
  ) {
    const answer = (message: IncomingMessage, response: ServerResponse) =>
      void this.#answer(message, response)
    this.#server = tls ? new TlsServer(tls, answer) : createServer(answer)
    this.#server.on('connection', (line: Socket) => {
      this.connections += 1
      this.#lines.add(line)
      line.on('error', () => line.destroy()).on('close', () => this.#lines.delete(line))
      if (this.resets) line.resetAndDestroy()
    })
  }

  static async before(behind: string, tls?: Certificate): Promise<FaultProxy> {
    const proxy = new FaultProxy(behind, tls)
    proxy.#server.listen(0, '127.0.0.1')
    await once(proxy.#server, 'listening')
    return proxy
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** Shows another certificate to whoever comes from now on. */
  show(certificate: Certificate): void {
    if (this.#server instanceof TlsServer) this.#server.setSecureContext(certificate)
  }

  /** From now on this becomes of each call of an operation; nothing is counted from before. */
  meddle(operation: string, meddle: Meddle): void {
    this.#meddles.set(operation, meddle)
  }

  /** How often an operation was asked for since `forget`. */
  count(operation: string): number {
    return this.#asked.filter((one) => one === operation).length
  }

  /** Cuts every line and forgets what was counted. */
  forget(): void {
    for (const line of this.#lines) line.destroy()
    this.#asked.length = 0
    this.connections = 0
  }

  /** Closes the port: whoever comes is refused. */
  async close(): Promise<void> {
    if (!this.#server.listening) return
    this.#server.close()
    this.forget()
    await once(this.#server, 'close')
  }

  async #answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of message) chunks.push(chunk as Buffer)
    const operation = String(message.headers['x-amz-target']).replace('TrentService.', '')
    this.#asked.push(operation)
    const forward = () => this.#forward(message, Buffer.concat(chunks))
    // Each call comes on a line of its own, so that none begins on one that a fault has cut.
    response.setHeader('connection', 'close')
    const meddle = this.#meddles.get(operation) ?? passOn
    try {
      await meddle({ operation, response, forward })
    } catch {
      response.destroy()
    }
  }

  #forward(message: IncomingMessage, body: Buffer): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const outgoing = request(this.behind, { method: 'POST', headers: message.headers, agent: false })
      outgoing.once('error', reject)
      outgoing.once('response', async (incoming) => {
        const chunks: Buffer[] = []
        for await (const chunk of incoming) chunks.push(chunk as Buffer)
        const { 'content-type': type = '', 'x-amzn-requestid': id = '' } = incoming.headers
        const headers = { 'content-type': String(type), 'x-amzn-requestid': String(id) }
        resolve({ status: incoming.statusCode ?? 0, headers, body: Buffer.concat(chunks) })
      })
      outgoing.end(body)
    })
  }
}

export function send({ response }: Exchange, { status, headers, body }: Reply): void {
  response.writeHead(status, headers).end(body)
}

export const passOn: Meddle = async (exchange) => send(exchange, await exchange.forward())

/** Lets KMS do it and changes the fields of its answer. */
export const changing =
  (change: (fields: Record<string, unknown>) => Record<string, unknown>): Meddle =>
  async (exchange) => {
    const reply = await exchange.forward()
    const fields = JSON.parse(reply.body.toString()) as Record<string, unknown>
    send(exchange, { ...reply, body: Buffer.from(JSON.stringify(change(fields))) })
  }

/** Answers as KMS does when it refuses. */
export const refusing =
  (name: string, status = 400, headers: Record<string, string> = {}): Meddle =>
  (exchange) =>
    send(exchange, {
      status,
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': 'r-1', ...headers },
      body: Buffer.from(JSON.stringify({ __type: name, message: 'said by a fault' })),
    })

/** Answers with bytes that are none of KMS's. */
export const answering =
  (status: number, type: string, body: string | Buffer, headers: Record<string, string> = {}): Meddle =>
  (exchange) =>
    send(exchange, { status, headers: { 'content-type': type, ...headers }, body: Buffer.from(body) })
