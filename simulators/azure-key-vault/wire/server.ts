import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:https'
import { listener, readBody, send } from '../../shared/http'
import { SUFFIXES } from '../state'
import { makeCertificates } from '../tls/certificates'
import type { World } from '../world'
import { answerSignIn } from './sign-in'
import { answerVault } from './vault'

const CLOUDS = Object.values(SUFFIXES)
const DIRECTORIES = new Set<string>(CLOUDS.map(({ directory }) => directory))
const HOSTS = CLOUDS.flatMap(({ vault, managed_hsm, directory }) => [
  directory,
  `*.${vault}`,
  `*.${managed_hsm}`,
])

/** The server of all hosts of Azure, and the authority (PEM) that its certificate is from. */
export function makeWireServer(world: World): { server: Server; authority: string } {
  const { authority, server: own } = makeCertificates(HOSTS)
  const answer = listener(
    (request, response) => route(world, request, response),
    (response) => send(response, 500, 'application/json', FAILED),
  )
  return { server: createServer({ cert: own.certificate, key: own.key }, answer), authority }
}

const FAILED =
  '{"error":{"code":"InternalServerError","message":"The simulator failed; its output says why."}}'

async function route(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const host = (request.headers.host ?? '').toLowerCase()
  const { method = 'GET', headers } = request
  const call = {
    requestId: randomUUID(),
    method,
    host,
    url: new URL(request.url ?? '/', 'https://simulator'),
    authorization: headers.authorization,
    body: await readBody(request),
  }
  response.setHeader('x-ms-request-id', call.requestId)
  if (DIRECTORIES.has(host)) return await answerSignIn(world, call, response)
  await world.sweep()
  const vault = world.vaultAt(host)
  if (vault !== undefined) return await answerVault(world, vault, call, response)
  // A vault that is not there has no address: this is as near as a server comes to that.
  request.socket.destroy()
}
