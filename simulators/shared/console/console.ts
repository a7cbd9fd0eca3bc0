import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { closeServer, listener, listenOnLoopback, pathOf, send } from '../http'
import { answerControl } from './control'
import type { Mount } from './mount'
import { answerPage } from './pages'

/**
 * The customers' side of the simulated clouds, over plain HTTP on loopback: pages for people and a control API for
 * tests. Each cloud mounts itself; `handle` answers for all of them, on whichever server it is asked.
 */
export class Console {
  readonly #mounts: Mount[] = []

  mount(mount: Mount): void {
    this.#mounts.push(mount)
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (isForeign(request)) {
      return send(response, 403, 'text/plain', 'This simulator answers pages of its own address only.\n')
    }
    if (pathOf(request).startsWith('/_control/')) return answerControl(this.#mounts, request, response)
    return answerPage(this.#mounts, request, response)
  }

  /**
   * Opens a server of its own for the console.
   * @throws Error when the host is not loopback or the port is taken
   */
  async listen({ port, host }: { port?: number; host?: string } = {}) {
    const server = createServer(
      listener(
        (request, response) => this.handle(request, response),
        (response) => send(response, 500, 'text/plain', 'The simulator failed; its output says why.\n'),
      ),
    )
    const bound = await listenOnLoopback(server, port, host)
    return { url: `http://${bound.host}:${bound.port}`, port: bound.port, stop: () => closeServer(server) }
  }
}

/**
 * A web page elsewhere must not reach the simulator through the user's browser: neither under a name that
 * was made to resolve to loopback (Host) nor across origins (Origin, Sec-Fetch-Site). A link to a page is followed all
 * the same: pages only show, and none can be framed.
 */
function isForeign(request: IncomingMessage): boolean {
  const { headers, socket, method } = request
  const own = ['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${socket.localPort}`)
  if (!own.includes(headers.host ?? '')) return true
  if (headers.origin !== undefined && headers.origin !== `http://${headers.host}`) return true
  const isControl = pathOf(request).startsWith('/_control/')
  if (method === 'GET' && headers['sec-fetch-dest'] === 'document' && !isControl) return false
  return ['cross-site', 'same-site'].includes(String(headers['sec-fetch-site'] ?? ''))
}
