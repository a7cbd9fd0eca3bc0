import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { log } from '../log'
import type { Metrics } from './metrics'

/** Shows metrics at an address of their own, so that whoever reaches the API doesn't reach them. */
export async function listenForMetrics(
  metrics: Metrics,
  at: { host: string; port: number },
): Promise<{ url: string; stop(): Promise<void> }> {
  const { registry } = metrics
  const server = createServer({ requestTimeout: 5_000, headersTimeout: 5_000 }, (request, response) => {
    request.resume()
    if (request.method !== 'GET' || request.url !== '/metrics') return void response.writeHead(404).end()
    registry.metrics().then(
      (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
      (error: unknown) => {
        log.failure('metrics not shown', error)
        response.writeHead(500).end()
      },
    )
  })
  server.listen(at.port, at.host)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://${at.host.includes(':') ? `[${at.host}]` : at.host}:${port}/metrics`,
    stop: async () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
