import { once } from 'node:events'
import { createServer, type Server as PlainServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { randomKey } from '@/lib/crypto'
import { parseAwsKeyArn } from '@/lib/domain/aws-arn'
import { parseAzureKeyUrl } from '@/lib/domain/azure-key-url'
import { RootKeys } from '@/lib/kms'
import { contextOf } from '../../tests/support/aws-account'
import type { Run } from '../suite'
import { credentials } from './allowed'
import { TENANT, type VaultAnswer, visitVault } from './vault'

const VAULT = 'northwind.vault.azure.net'
const DIRECTORY = 'login.microsoftonline.com'
const LIMITS = { attemptTimeoutMs: 1_000, totalTimeoutMs: 2_500 }

const KID = `https://${VAULT}/keys/key/0123456789abcdef0123456789abcdef`

/** How a vault that is true by its name, and anybody's, may answer to get us elsewhere. `trap` is elsewhere. */
type Answer = (trap: string, path: string) => VaultAnswer

const challenge = (authority: string, resource: string): Answer => {
  return () => ({
    status: 401,
    headers: { 'www-authenticate': `Bearer authorization="${authority}", resource="${resource}"` },
    body: { error: { code: 'Unauthorized', message: 'AKV10000' } },
  })
}
const redirect =
  (status: number, to?: string): Answer =>
  (trap) => ({ status, headers: { location: to ?? `${trap}/keys/key` } })
const page =
  (nextLink: (trap: string) => string): Answer =>
  (trap, path) => {
    // A true key beside it, so that the list is read on.
    if (!path.endsWith('/versions')) return key(() => KID)(trap, path)
    return { status: 200, body: { value: [], nextLink: nextLink(trap) } }
  }
const key =
  (kid: (trap: string) => string): Answer =>
  (trap) => ({
    status: 200,
    body: {
      key: { kid: kid(trap), kty: 'RSA', n: 'w'.repeat(342), e: 'AQAB', key_ops: ['wrapKey', 'unwrapKey'] },
      attributes: { enabled: true, created: 1_700_000_000, recoveryLevel: 'Recoverable' },
      kid: kid(trap),
      value: 'AAAA',
    },
  })

const ANSWERS: Record<string, Answer> = {
  'a challenge of a strange directory': challenge('https://evil.example/tenant', 'https://vault.azure.net'),
  'a challenge for another resource': challenge(
    `https://${DIRECTORY}/${TENANT}`,
    'https://management.azure.com',
  ),
  'a challenge of another tenant': challenge(`https://${DIRECTORY}/common`, 'https://vault.azure.net'),
  'a challenge for a host that looks like a vault': challenge(
    `https://${DIRECTORY}/${TENANT}`,
    'https://vault.azure.net.evil.example',
  ),
  'a challenge over plain HTTP': challenge('http://127.0.0.1/tenant', 'http://127.0.0.1'),
  ...Object.fromEntries(
    [301, 302, 303, 307, 308].flatMap((status) => [
      [`a redirect (${status}) to somebody`, redirect(status)],
      [`a redirect (${status}) to another vault`, redirect(status, `https://other.vault.azure.net/keys/key`)],
      [`a redirect (${status}) to metadata`, redirect(status, 'http://169.254.169.254/metadata/identity')],
    ]),
  ),
  'a place to ask later': (trap) => ({
    status: 202,
    headers: { location: trap, 'azure-asyncoperation': trap },
  }),
  'a next page at somebody’s': page((trap) => `${trap}/keys/key/versions?page=2`),
  'a next page at another vault': page(() => `https://other.vault.azure.net/keys/key/versions?page=2`),
  'a next page that begins with our vault’s name': page(
    () => `https://${VAULT}.evil.example/keys/key/versions`,
  ),
  'a next page behind an @': page(() => `https://${VAULT}@evil.example/keys/key/versions`),
  'a next page over plain HTTP': page(() => `http://${VAULT}/keys/key/versions`),
  'a key that is somebody’s': key((trap) => `${trap}/keys/key/0123456789abcdef0123456789abcdef`),
  'a key of another vault': key(
    () => `https://other.vault.azure.net/keys/key/0123456789abcdef0123456789abcdef`,
  ),
}

/** Vaults, and an AWS KMS, that answer so as to send us on. */
export async function hostileAnswers(report: Run['report']): Promise<void> {
  let touched = 0
  const trap: PlainServer = createServer((_, response) => {
    touched += 1
    response.end()
  })
  trap.listen(0, '127.0.0.1')
  await once(trap, 'listening')
  const trapUrl = `http://127.0.0.1:${(trap.address() as AddressInfo).port}`
  const parsed = parseAzureKeyUrl(`https://${VAULT}/keys/key`)
  if (!parsed.ok) throw new Error(parsed.message)
  for (const [name, answer] of Object.entries(ANSWERS)) {
    await visitVault(report, parsed.key, name, (path) => answer(trapUrl, path))
  }
  for (const status of [301, 302, 307, 308]) await atAws(report, status, trapUrl)
  report.check(touched === 0, 'somebody who was only named in an answer was called', touched)
  trap.close()
  report.note(`${Object.keys(ANSWERS).length} hostile answers of a vault, each to every call`)
}

async function atAws(report: Run['report'], status: number, trapUrl: string): Promise<void> {
  let calls = 0
  const server = createServer((_, response) => {
    calls += 1
    response.writeHead(status, { location: trapUrl }).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const rootKeys = new RootKeys({ aws: { endpoint, credentials: credentials.aws, ...LIMITS } })
  const parsed = parseAwsKeyArn(
    'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
    ['eu-central-1'],
  )
  if (!parsed.ok) throw new Error(parsed.message)
  const rootKey = rootKeys.aws(parsed.key)
  await Promise.allSettled([rootKey.describe(), rootKey.wrap(randomKey(), contextOf())])
  rootKeys.close()
  server.closeAllConnections()
  server.close()
  report.check(calls > 0, `AWS's ${status} was never met`)
}
