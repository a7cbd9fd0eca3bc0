import { generateKeyPairSync, sign } from 'node:crypto'
import { ClientAssertionCredential, ClientSecretCredential } from '@azure/identity'
import { CryptographyClient, KeyClient, type KeyVaultKey } from '@azure/keyvault-keys'
import { afterAll } from 'vitest'
import {
  type Seed,
  type Simulator,
  type SimulatorOptions,
  startAzureSimulator,
} from '@/simulators/azure-key-vault'

export const NORTHWIND = '11111111-0000-4000-8000-000000000001'
export const CONTOSO = '11111111-0000-4000-8000-000000000002'
/** Who administers Northwind's keys, and who uses them. */
export const ADMIN = '22222222-0000-4000-8000-000000000001'
export const SERVICE = '22222222-0000-4000-8000-000000000002'
export const VAULT = 'https://northwind.vault.azure.net'
export const HSM = 'https://northwind-hsm.managedhsm.azure.net'
export const USER_ROLE = 'Key Vault Crypto Service Encryption User'

const federation = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const ISSUER = 'https://issuer.example'

export const seed: Seed = {
  tenants: [
    { id: NORTHWIND, name: 'Northwind', consents: [ADMIN, SERVICE] },
    { id: CONTOSO, name: 'Contoso' },
  ],
  apps: [
    { clientId: ADMIN, name: 'Administration', secrets: ['secret-of-the-admin'] },
    {
      clientId: SERVICE,
      name: 'Latchkey',
      secrets: ['secret-of-the-service'],
      federated: [
        {
          issuer: ISSUER,
          subject: 'latchkey',
          publicKey: federation.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
        },
      ],
    },
  ],
  vaults: [
    {
      name: 'northwind',
      tenantId: NORTHWIND,
      assignments: [{ role: 'Key Vault Crypto Officer', principal: ADMIN }],
    },
    {
      name: 'northwind-hsm',
      kind: 'managed_hsm',
      tenantId: NORTHWIND,
      purgeProtection: true,
      softDeleteDays: 7,
      assignments: [
        { role: 'Managed HSM Crypto User', principal: ADMIN },
        { role: 'Managed HSM Crypto Officer', principal: ADMIN },
      ],
    },
    { name: 'contoso', tenantId: CONTOSO },
  ],
}

const running: Simulator[] = []
afterAll(() => Promise.all(running.splice(0).map((simulator) => simulator.stop())))

/** Starts a simulator that ends with the file's tests. */
export async function start(options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  const simulator = await startAzureSimulator({ seed, ...options })
  running.push(simulator)
  return simulator
}

const SECRETS: Record<string, string> = { [ADMIN]: 'secret-of-the-admin', [SERVICE]: 'secret-of-the-service' }

/** Leads an SDK client to the simulator; one attempt, so that each answer is seen. */
export const pipeline = (simulator: Simulator) => ({
  additionalPolicies: [{ policy: simulator.policy, position: 'perRetry' as const }],
  retryOptions: { maxRetries: 0 },
})

export function credential(
  simulator: Simulator,
  given: { clientId?: string; tenantId?: string; secret?: string } = {},
) {
  const { clientId = ADMIN, tenantId = NORTHWIND, secret = SECRETS[clientId] ?? '' } = given
  return new ClientSecretCredential(tenantId, clientId, secret, pipeline(simulator))
}

/** A credential by assertions that the seed's issuer signs, unless something is changed about them. */
export function federated(
  simulator: Simulator,
  changes: Record<string, string> = {},
  key = federation.privateKey,
) {
  const { iss = ISSUER, sub = 'latchkey', aud = 'api://AzureADTokenExchange', expiresInS = '300' } = changes
  const claims = { iss, sub, aud, exp: Math.floor(Date.now() / 1000) + Number(expiresInS) }
  const text = [{ alg: 'ES256' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  const signature = sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString(
    'base64url',
  )
  const assertion = async () => `${text}.${signature}`
  return new ClientAssertionCredential(NORTHWIND, SERVICE, assertion, pipeline(simulator))
}

/** The real SDK's client of a vault. */
export const keysOf = (simulator: Simulator, clientId = ADMIN, url = VAULT): KeyClient =>
  new KeyClient(url, credential(simulator, { clientId }), pipeline(simulator))

/** The real SDK's client of a key; by its URL, so that the SDK looks at it first. */
export const useOf = (
  simulator: Simulator,
  key: KeyVaultKey | string,
  clientId = ADMIN,
): CryptographyClient => new CryptographyClient(key, credential(simulator, { clientId }), pipeline(simulator))

/** Lets the SDK believe that a key has no dates and may be used for all: it asks the server. */
export const unchecked = (key: KeyVaultKey): KeyVaultKey => ({
  id: key.id ?? '',
  name: key.name,
  keyOperations: ['wrapKey', 'unwrapKey', 'encrypt', 'decrypt'],
  properties: { name: key.name, vaultUrl: key.properties.vaultUrl },
})

/** Calls the control API. */
export async function control(simulator: Simulator, method: string, path: string, body?: object) {
  const response = await fetch(`${simulator.consoleUrl}/_control/azure${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: response.status, body: await response.json() }
}

/** How the SDK says that a vault refused. */
export const refusal = (statusCode: number, code: string, inner?: string) => ({
  statusCode,
  details: { error: { code, ...(inner === undefined ? {} : { innerError: { code: inner } }) } },
})
