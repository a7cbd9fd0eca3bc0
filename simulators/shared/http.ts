import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

const BODY_BYTES_MAX = 256 * 1024

/** Reads a request's body; null when it is longer than 256 KiB, the rest of which is read and dropped. */
export async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError('The request is read as bytes.')
    length += chunk.length
    // Ending the loop would cut the line before the refusal is on it.
    if (length <= BODY_BYTES_MAX) chunks.push(chunk)
  }
  return length <= BODY_BYTES_MAX ? Buffer.concat(chunks) : null
}

/** Answers once, with a body that no cache keeps. */
export function send(
  response: ServerResponse,
  status: number,
  contentType: string,
  body: string | Buffer,
): void {
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  })
  response.end(body)
}

/** The path of a request, without its query. */
export const pathOf = (request: IncomingMessage): string => (request.url ?? '/').split('?')[0] ?? '/'

/** What stands behind the question mark. */
export const queryOf = (request: IncomingMessage): URLSearchParams =>
  new URLSearchParams((request.url ?? '').split('?')[1] ?? '')

/** Undoes percent-encoding; what is not well encoded names nothing, and stays as it is. */
export function decodePath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** A handler that may fail: what it does not catch is shown on standard error and answered by `onFailure`. */
export function listener(
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
  onFailure: (response: ServerResponse) => void,
): RequestListener {
  return (request, response) => {
    handle(request, response).catch((error: unknown) => {
      // A client that went away in the middle of its request is not a fault of the simulator.
      if (response.destroyed) return
      process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
      if (response.headersSent) response.destroy()
      else onFailure(response)
    })
  }
}

/**
 * Lets a server listen on loopback.
 * @param port 0 takes a free one
 * @returns the host as it stands in a URL, and the port
 * @throws Error when the host is not loopback or the port is taken
 */
export async function listenOnLoopback(
  server: Server,
  port = 0,
  host = '127.0.0.1',
): Promise<{ host: string; port: number }> {
  if (!['127.0.0.1', '::1', 'localhost'].includes(host)) {
    throw new Error(`The simulator listens on loopback only, not on ${host}.`)
  }
  server.headersTimeout = 10_000
  server.requestTimeout = 30_000
  server.maxHeadersCount = 100
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const bound = server.address() as AddressInfo
  return { host: bound.family === 'IPv6' ? `[${bound.address}]` : bound.address, port: bound.port }
}

/** Ends every connection and closes the server. */
export async function closeServer(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  server.closeAllConnections()
  await closed
}
