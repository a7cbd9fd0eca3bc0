import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { answerControl } from './control/router'
import { send } from './http'
import { answerPage } from './page/router'
import { answerWire } from './wire'
import type { World } from './world'

/** The one server: the AWS protocol on `POST /`, the control API under `/_control`, the page elsewhere. */
export function makeServer(world: World): Server {
  const server = createServer((request, response) => {
    route(world, request, response).catch((error: unknown) => fail(response, error))
  })
  server.headersTimeout = 10_000
  server.requestTimeout = 30_000
  server.maxHeadersCount = 100
  return server
}

async function route(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? '/').split('?')[0] ?? '/'
  if (request.method === 'POST' && request.url === '/') return answerWire(world, request, response)
  if (isForeign(request)) {
    return send(response, 403, 'text/plain', 'This simulator answers pages of its own address only.\n')
  }
  if (path.startsWith('/_control/')) return answerControl(world, request, response)
  return answerPage(world, request, response)
}

/**
 * A web page elsewhere must not reach the simulator through the user's browser: neither under a name that
 * was made to resolve to loopback (Host) nor across origins (Origin, Sec-Fetch-Site).
 */
function isForeign({ headers, socket }: IncomingMessage): boolean {
  const own = ['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${socket.localPort}`)
  if (!own.includes(headers.host ?? '')) return true
  if (headers.origin !== undefined && headers.origin !== `http://${headers.host}`) return true
  return ['cross-site', 'same-site'].includes(String(headers['sec-fetch-site'] ?? ''))
}

function fail(response: ServerResponse, error: unknown): void {
  // A client that went away in the middle of its request is not a fault of the simulator.
  if (response.destroyed) return
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  if (response.headersSent) response.destroy()
  else send(response, 500, 'application/x-amz-json-1.1', '{"__type":"KMSInternalException"}')
}
