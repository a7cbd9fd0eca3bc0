import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterEach } from 'vitest'
import { randomKey, sealShare } from '@/lib/crypto'
import { RootKeys } from '@/lib/kms'
import { makeCertificates } from '@/simulators/azure-key-vault/tls/certificates'
import { contextOf, IDENTITY, keyOf, SECRET } from './azure-world'

const HOST = 'northwind.vault.azure.net'
export const DIRECTORY = 'login.microsoftonline.com'
export const KEY_URL = `https://${HOST}/keys/latchkey`
export const VERSION = '0123456789abcdef0123456789abcdef'
export const KID = `${KEY_URL}/${VERSION}`
/** Short limits, so that the tests don't wait for the true ones. */
export const LIMITS = { attemptTimeoutMs: 1_500, totalTimeoutMs: 4_000 }
const proofOf = () => ({ clientSecret: SECRET })
export const certificates = makeCertificates([HOST, DIRECTORY, 'evil.example'])

const open: (() => unknown)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

export type Answer = (response: ServerResponse, request: IncomingMessage, body: string) => void

/** Something at every host of Azure that answers vault and directory each in its own way. */
export async function behind(vault: Answer, directory: Answer = token) {
  const seen: {
    host: string
    url: string
    method: string
    authorization: string | undefined
    body: string
  }[] = []
  const { server: own, authority } = certificates
  const server: Server = createServer({ cert: own.certificate, key: own.key }, (request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      const { url = '', method = '', headers } = request
      const host = headers.host ?? ''
      seen.push({ host, url, method, authorization: headers.authorization, body })
      const answer = host === DIRECTORY ? directory : vault
      answer(response, request, body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const rootKeys = new RootKeys({ aws: {}, azure: { loopback: { port, authority }, proofOf, ...LIMITS } })
  open.push(
    () => rootKeys.close(),
    () => server.closeAllConnections(),
    () => new Promise((resolve) => server.close(resolve)),
  )
  const atVault = () => seen.filter(({ host }) => host !== DIRECTORY)
  return { rootKey: rootKeys.azure(keyOf(KEY_URL), IDENTITY), seen, atVault }
}

export const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}): Answer =>
  (response) => {
    response.writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      'x-ms-request-id': 'r-1',
      ...headers,
    })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  }
export const token: Answer = json({ token_type: 'Bearer', expires_in: 3599, access_token: 'SECRET-TOKEN' })
export const failing = (status: number, code: string, inner?: string, headers = {}): Answer =>
  json(
    {
      error: {
        code,
        message: 'SECRET detail',
        ...(inner === undefined ? {} : { innererror: { code: inner } }),
      },
    },
    status,
    headers,
  )
export const directoryFailing = (status: number, error: string, number: number): Answer =>
  json({ error, error_description: `AADSTS${number}: SECRET detail`, error_codes: [number] }, status)
const kek = randomKey()
export const stored = () => ({
  wrapped: sealShare(kek, new Uint8Array(256), CONTEXT, randomKey()),
  keyMaterialId: VERSION,
})
export const CONTEXT = contextOf()
export const value = (length: number) => Buffer.alloc(length, 7).toString('base64url')
