import { randomUUID } from 'node:crypto'
import { parseAzureKeyUrl } from '@/lib/domain/azure-key-url'
import { type AzureIdentity, type AzureOptions, type RootKey, RootKeys, type WrapContext } from '@/lib/kms'
import { type Seed, type Simulator, startAzureSimulator } from '@/simulators/azure-key-vault'

export const TENANT = '0a1b2c3d-0000-4000-8000-00000000aaaa'
/** Another customer's directory. */
export const OTHER_TENANT = '0a1b2c3d-0000-4000-8000-00000000bbbb'
export const CLIENT = 'c11e0000-0000-4000-8000-00000000aaaa'
export const SECRET = 'only-for-a-simulator-in-tests'
/** Another organization's application of ours, which no key is granted to. */
export const OTHER_CLIENT = 'c11e0000-0000-4000-8000-00000000bbbb'
export const IDENTITY: AzureIdentity = { tenantId: TENANT, clientId: CLIENT }

export const VAULTS = {
  vault: { name: 'northwind', role: 'Key Vault Crypto Service Encryption User' },
  managed_hsm: { name: 'northwind-hsm', role: 'Managed HSM Crypto Service Encryption User' },
} as const

const seed: Seed = {
  tenants: [
    { id: TENANT, name: 'Northwind', consents: [CLIENT, OTHER_CLIENT] },
    { id: OTHER_TENANT, name: 'Contoso', consents: [CLIENT] },
  ],
  apps: [
    { clientId: CLIENT, name: 'Latchkey for Northwind', secrets: [SECRET] },
    { clientId: OTHER_CLIENT, name: 'Latchkey for Contoso', secrets: [SECRET] },
  ],
  vaults: [
    { name: 'northwind', tenantId: TENANT, purgeProtection: true },
    { name: 'northwind-hsm', kind: 'managed_hsm', tenantId: TENANT },
    { name: 'contoso', tenantId: OTHER_TENANT },
  ],
}

/** What a share is bound to, with a fresh id unless told otherwise. */
export function contextOf(changes: Partial<WrapContext> = {}): WrapContext {
  const fixed = { organization: '6f0c1a52-31d8-4a3e-9b5e-0d3f6a6d7c01', scope: 'all', region: 'global' }
  return { ...fixed, purpose: 'customer-share', share: randomUUID(), ...changes }
}

/** A parsed key URL. */
export function keyOf(url: string) {
  const parsed = parseAzureKeyUrl(url)
  if (!parsed.ok) throw new Error(parsed.message)
  return parsed.key
}

interface LogEntry {
  operationName: string
  key: string | null
  appId: string | null
  httpStatusCode: number
  errorCode: string | null
  requestId: string
}

/** A customer's Azure on the wire, and our root keys looking at it. */
export class AzureCloud {
  #simulator: Simulator | null = null
  #rootKeys: RootKeys[] = []

  async start(changes: Partial<Seed> = {}): Promise<void> {
    this.#simulator = await startAzureSimulator({ seed: { ...seed, ...changes } })
  }

  async stop(): Promise<void> {
    for (const rootKeys of this.#rootKeys) rootKeys.close()
    await this.#simulator?.stop()
  }

  get simulator(): Simulator {
    if (this.#simulator === null) throw new Error('the simulator is not running')
    return this.#simulator
  }

  get loopback() {
    const { port, authority } = this.simulator
    return { port, authority }
  }

  /** Makes a key that our identity may use, unless told otherwise; returns its URL. */
  async createKey(given: { kind?: keyof typeof VAULTS; granted?: boolean; [field: string]: unknown } = {}) {
    const { kind = 'vault', granted = true, ...request } = given
    const { name: vault, role } = VAULTS[kind]
    const name = `k-${randomUUID()}`
    const { key } = await this.control<{ key: { id: string } }>('POST', `vaults/${vault}/keys`, {
      name,
      ...request,
    })
    if (granted) await this.assign(key.id, role)
    return key.id
  }

  /** Gives our identity a role for a key. */
  async assign(url: string, role: string): Promise<void> {
    const { vaultName, name } = keyOf(url)
    const body = { role, principal: CLIENT, scope: `/keys/${name}` }
    await this.control('POST', `vaults/${vaultName}/assignments`, body)
  }

  /** Takes every role for a vault's keys away. */
  async unassign(url: string): Promise<void> {
    await this.control('DELETE', `vaults/${keyOf(url).vaultName}/assignments`, {})
  }

  /** Does something to a key as the customer would, such as `disable`. */
  async atKey(url: string, action: string, body: object = {}, method = 'POST'): Promise<void> {
    const { vaultName, name } = keyOf(url)
    await this.control(method, `vaults/${vaultName}/keys/${name}/${action}`, body)
  }

  async setVault(url: string, body: object): Promise<void> {
    await this.control('POST', `vaults/${keyOf(url).vaultName}`, body)
  }

  async setFault(fault: object): Promise<void> {
    await this.control('POST', 'faults', fault)
  }

  async clearFaults(): Promise<void> {
    await this.control('DELETE', 'faults', {})
  }

  /** The vault's own log of calls to a key, oldest first; of our calls only. */
  async log(url: string): Promise<LogEntry[]> {
    const { vaultName, id } = keyOf(url)
    const { entries } = await this.control<{ entries: LogEntry[] }>(
      'GET',
      `vaults/${vaultName}/log?limit=2000`,
    )
    return entries.filter(({ key, appId }) => key === id && appId === CLIENT).reverse()
  }

  /** The sign-ins to a directory, oldest first. */
  async signIns(tenantId = TENANT): Promise<LogEntry[]> {
    const { entries } = await this.control<{ entries: LogEntry[] }>(
      'GET',
      `tenants/${tenantId}/log?limit=2000`,
    )
    return entries.reverse()
  }

  /** The adapter for a key, with our identity unless told otherwise, and no token yet. */
  rootKey(url: string, options: Partial<AzureOptions> = {}, identity = IDENTITY): RootKey {
    return this.rootKeys(options).azure(keyOf(url), identity)
  }

  rootKeys(options: Partial<AzureOptions> = {}): RootKeys {
    const azure = { loopback: this.loopback, proofOf: () => ({ clientSecret: SECRET }), ...options }
    const rootKeys = new RootKeys({ aws: {}, azure })
    this.#rootKeys.push(rootKeys)
    return rootKeys
  }

  async control<T = unknown>(method: string, path: string, body?: object): Promise<T> {
    const headers = { 'content-type': 'application/json' }
    const sent = body === undefined ? {} : { body: JSON.stringify(body) }
    const url = `${this.simulator.consoleUrl}/_control/azure/${path}`
    const response = await fetch(url, { method, headers, ...sent })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as T
  }
}
