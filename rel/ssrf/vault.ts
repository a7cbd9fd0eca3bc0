import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { randomKey } from '@/lib/crypto'
import { AZURE_CLOUDS } from '@/lib/domain/azure-cloud'
import type { AzureKeyUrl } from '@/lib/domain/azure-key-url'
import { RootKeys } from '@/lib/kms'
import { makeCertificates } from '@/simulators/azure-key-vault/tls/certificates'
import { contextOf } from '../../tests/support/aws-account'
import type { Run } from '../suite'
import { credentials } from './allowed'

export const TENANT = '0a1b2c3d-0000-4000-8000-00000000aaaa'
const TOKEN = 'a-token-for-one-vault'
const LIMITS = { attemptTimeoutMs: 1_000, totalTimeoutMs: 2_500 }

export interface VaultAnswer {
  status: number
  headers?: Record<string, string>
  body?: object
}

interface Call {
  host: string
  path: string
  authorization: string
  body: string
}

/**
 * Uses a key where somebody answers for its vault, believed by his certificate, beside a true directory. Whatever he
 * answers, only those two are called, the token goes to the vault alone, and is for vaults alone.
 */
export async function visitVault(
  report: Run['report'],
  key: AzureKeyUrl,
  name: string,
  answer: (path: string) => VaultAnswer,
): Promise<void> {
  const directory: string = AZURE_CLOUDS[key.cloud].directory
  const { calls, opened } = await callsWith(key, directory, answer)
  const elsewhere = calls.filter(({ host }) => host !== key.host && host !== directory)
  report.check(elsewhere.length === 0, `${name}: another host was called`, elsewhere)
  const astray = calls.filter(({ host, authorization }) => host !== key.host && authorization.includes(TOKEN))
  report.check(astray.length === 0, `${name}: the token went elsewhere`, astray)
  const audience = `https://${AZURE_CLOUDS[key.cloud][key.kind]}/.default`
  const wrong = calls.filter(({ host, path, body }) => {
    const scope = new URLSearchParams(body).get('scope') ?? ''
    const asked = host === directory && path.endsWith('/token')
    return asked && !(path.startsWith(`/${TENANT}/`) && scope.startsWith(audience))
  })
  report.check(wrong.length === 0, `${name}: a token was asked for that is for something else`, wrong)
  const authorized = calls.some(
    ({ host, authorization }) => host === key.host && authorization.includes(TOKEN),
  )
  report.check(authorized, `${name}: the vault was never called, so that this proves nothing`)
  report.check(opened === 0, `${name}: a share was wrapped or opened`)
}

async function callsWith(key: AzureKeyUrl, directory: string, answer: (path: string) => VaultAnswer) {
  const calls: Call[] = []
  const { authority, server } = makeCertificates([key.host, directory, 'other.vault.azure.net'])
  const https = createServer({ cert: server.certificate, key: server.key }, async (request, response) => {
    const { host = '', authorization = '' } = request.headers
    const path = (request.url ?? '').replace(/\?.*$/, '')
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    calls.push({ host, path, authorization, body: Buffer.concat(chunks).toString() })
    const { status, headers, body } = host === directory ? directoryAnswer(directory, path) : answer(path)
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
  })
  https.listen(0, '127.0.0.1')
  await once(https, 'listening')
  const loopback = { port: (https.address() as AddressInfo).port, authority }
  const rootKeys = new RootKeys({ aws: {}, azure: { loopback, proofOf: () => credentials.azure, ...LIMITS } })
  const rootKey = rootKeys.azure(key, { tenantId: TENANT, clientId: TENANT })
  const stored = { wrapped: new Uint8Array(600), keyMaterialId: '0123456789abcdef0123456789abcdef' }
  await Promise.allSettled([rootKey.describe(), rootKey.versions()])
  const uses = await Promise.allSettled([
    rootKey.wrap(randomKey(), contextOf()),
    rootKey.unwrap(stored, contextOf()),
  ])
  rootKeys.close()
  https.closeAllConnections()
  https.close()
  return { calls, opened: uses.filter(({ status }) => status === 'fulfilled').length }
}

/** A true directory: a token, or where one is to be had. */
function directoryAnswer(directory: string, path: string): VaultAnswer {
  if (path.endsWith('/token')) {
    return { status: 200, body: { token_type: 'Bearer', expires_in: 3_599, access_token: TOKEN } }
  }
  const base = `https://${directory}/${TENANT}`
  const endpoints = {
    token_endpoint: `${base}/oauth2/v2.0/token`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    end_session_endpoint: `${base}/oauth2/v2.0/logout`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
    issuer: `${base}/v2.0`,
  }
  return { status: 200, body: endpoints }
}
