import { createServer, type IncomingMessage, type Server } from 'node:http'
import { answerControl } from './control/router'
import { send } from './http'
import type { World } from './world'

/** The control API under `/_control/google`. */
export function makeConsole(world: World): Server {
  const server = createServer((request, response) => {
    if (isForeign(request))
      return send(response, 403, 'text/plain', 'This address answers its own pages only.\n')
    answerControl(world, request, response).catch((error: unknown) => {
      process.stderr.write(`${String(error)}\n`)
      if (response.headersSent) response.destroy()
      else send(response, 500, 'text/plain', 'The simulator failed.\n')
    })
  })
  server.headersTimeout = 10_000
  server.requestTimeout = 30_000
  return server
}

/** A web page elsewhere must not reach the simulator through the user's browser. */
function isForeign({ headers, socket }: IncomingMessage): boolean {
  const own = ['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${socket.localPort}`)
  if (!own.includes(headers.host ?? '')) return true
  if (headers.origin !== undefined && headers.origin !== `http://${headers.host}`) return true
  return ['cross-site', 'same-site'].includes(String(headers['sec-fetch-site'] ?? ''))
}
