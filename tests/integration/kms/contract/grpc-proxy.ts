import {
  type ClientHttp2Stream,
  connect,
  constants,
  createServer,
  type Http2Server,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2'
import type { AddressInfo } from 'node:net'

/** Answers a call in the server's place. */
export type GrpcMeddle = (stream: ServerHttp2Stream) => void

/** Stands between gRPC clients and their server, all on loopback without TLS, and can answer some calls itself. */
export class GrpcProxy {
  readonly #server: Http2Server
  readonly #sessions = new Set<ServerHttp2Session>()
  readonly #meddles = new Map<string, GrpcMeddle>()
  strikes = 0

  private constructor(url: string) {
    this.#server = createServer()
    this.#server.on('session', (session) => {
      this.#sessions.add(session)
      session.on('close', () => this.#sessions.delete(session))
      this.#serve(session, url)
    })
  }

  static async before(url: string): Promise<GrpcProxy> {
    const proxy = new GrpcProxy(url)
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve))
    return proxy
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  meddle(method: string, meddle: GrpcMeddle): void {
    this.#meddles.set(method, meddle)
  }

  clear(): void {
    this.#meddles.clear()
    this.strikes = 0
  }

  async close(): Promise<void> {
    for (const session of this.#sessions) session.destroy()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  /** Each connection has one of its own behind it, and ends with it. */
  #serve(session: ServerHttp2Session, url: string): void {
    const upstream = connect(url)
    upstream.on('error', () => session.destroy())
    upstream.on('close', () => session.destroy())
    session.on('error', () => upstream.destroy())
    session.on('close', () => upstream.destroy())
    session.on('stream', (stream, headers) => {
      stream.on('error', () => stream.destroy())
      const meddle = this.#meddles.get(String(headers[':path']).split('/').at(-1) ?? '')
      if (!meddle) return passOn(stream, upstream.request(headers))
      this.strikes += 1
      meddle(stream)
    })
  }
}

function passOn(stream: ServerHttp2Stream, request: ClientHttp2Stream): void {
  request.on('response', (headers, flags) => {
    if (stream.destroyed) return
    // An error comes in the headers alone.
    if ((flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0) return stream.respond(headers, { endStream: true })
    let trailers = {}
    request.on('trailers', (sent) => {
      trailers = sent
    })
    stream.respond(headers, { waitForTrailers: true })
    stream.on('wantTrailers', () => stream.sendTrailers(trailers))
    request.pipe(stream)
  })
  request.on('error', () => stream.destroy())
  stream.on('close', () => request.close())
  stream.pipe(request)
}
