import { randomUUID } from 'node:crypto'
import { parseGoogleKeyName } from '@/lib/domain/google-key-name'
import { type GoogleOptions, type RootKey, RootKeys, type WrapContext } from '@/lib/kms'
import { type Simulator, startGoogleKmsSimulator } from '@/simulators/google-kms'

export const LOCATION = 'europe-west3'
export const CUSTOMER = 'northwind-prod'
export const OTHER_CUSTOMER = 'umbrella-prod'
const VENDOR = 'latchkey-service'
export const ORGANIZATION = '6f0c1a52-31d8-4a3e-9b5e-0d3f6a6d7c01'

/** The installation itself; it may act as the accounts of the organizations, and use no key of theirs. */
export const INSTALLATION = `latchkey@${VENDOR}.iam.gserviceaccount.com`
/** One service account of ours for each organization. */
export const ACCOUNT = `org-northwind@${VENDOR}.iam.gserviceaccount.com`
export const OTHER_ACCOUNT = `org-umbrella@${VENDOR}.iam.gserviceaccount.com`
/** One that the installation may not act as. */
export const FOREIGN_ACCOUNT = `somebody-else@${VENDOR}.iam.gserviceaccount.com`

export const credentials = {
  clientId: 'latchkey-tests.apps.example',
  clientSecret: 'only-for-a-simulator-in-tests',
  refreshToken: '1//the-installation-itself',
}
const ADMIN = 'user:admin@northwind.example'
const adminCredentials = { ...credentials, refreshToken: '1//the-admin-of-northwind' }

const mayActAs = [
  { role: 'roles/iam.serviceAccountTokenCreator', members: [`serviceAccount:${INSTALLATION}`] },
]
const seed = {
  projects: [
    { id: CUSTOMER, name: 'Northwind', bindings: [{ role: 'roles/owner', members: [ADMIN] }] },
    { id: OTHER_CUSTOMER, name: 'Umbrella' },
    {
      id: VENDOR,
      name: 'Latchkey',
      serviceAccounts: [
        { email: INSTALLATION },
        { email: ACCOUNT, bindings: mayActAs },
        { email: OTHER_ACCOUNT, bindings: mayActAs },
        { email: FOREIGN_ACCOUNT },
      ],
    },
  ],
  credentials: [
    { member: `serviceAccount:${INSTALLATION}`, ...credentials },
    { member: ADMIN, ...adminCredentials },
  ],
}

export const USE = 'roles/cloudkms.cryptoKeyEncrypterDecrypter'
export const LOOK = 'roles/cloudkms.viewer'

/** A policy that grants roles to an account. */
export const grant = (roles: string[], email = ACCOUNT) =>
  roles.map((role) => ({ role, members: [`serviceAccount:${email}`] }))

/** What a share is bound to, with a fresh id unless told otherwise. */
export function contextOf(changes: Partial<WrapContext> = {}): WrapContext {
  const fixed = { organization: ORGANIZATION, scope: 'all-customer-classes', region: 'global' }
  return { ...fixed, purpose: 'customer-share', share: randomUUID(), ...changes }
}

export interface LogEntry {
  methodName: string
  principalEmail: string
  delegatedBy: string | null
  resourceName: string
  /** The name of a status; null when the call went well. */
  errorCode: string | null
}

/** Customers' Google Cloud projects on the wire, and our root keys looking at them. */
export class GoogleProject {
  #simulator: Simulator | null = null
  #rootKeys: RootKeys[] = []

  async start(): Promise<void> {
    this.#simulator = await startGoogleKmsSimulator({ seed })
  }

  async stop(): Promise<void> {
    for (const rootKeys of this.#rootKeys) rootKeys.close()
    await this.#simulator?.stop()
  }

  get simulator(): Simulator {
    if (this.#simulator === null) throw new Error('the simulator is not running')
    return this.#simulator
  }

  get endpoint() {
    const { kmsUrl, authUrl } = this.simulator
    return { kmsUrl, authUrl }
  }

  /** Makes a key that Northwind's account may use and look at; returns its name. */
  async createKey(given: object = {}, project = CUSTOMER): Promise<string> {
    const body = {
      location: LOCATION,
      keyRing: 'latchkey',
      key: `k-${randomUUID()}`,
      bindings: grant([USE, LOOK]),
    }
    const { key } = await this.control<{ key: { name: string } }>('POST', `projects/${project}/keys`, {
      ...body,
      ...given,
    })
    return key.name
  }

  /** Does something to a version of a key as the customer would, such as `disable`. */
  async atVersion(name: string, version: number, action: string, body: object = {}): Promise<void> {
    await this.control('POST', `${name}/cryptoKeyVersions/${version}/${action}`, body)
  }

  /** Makes a new version of the key, and has it wrap from now on. */
  async rotate(name: string): Promise<void> {
    await this.control('POST', `${name}/versions`, { primary: true })
  }

  async setPolicy(name: string, bindings: object[]): Promise<void> {
    await this.control('PUT', `${name}/policy`, { bindings })
  }

  async setFault(fault: object): Promise<void> {
    await this.control('POST', 'faults', fault)
  }

  /** How often the fault that is set has struck. */
  async hits(): Promise<number> {
    const { faults } = await this.control<{ faults: { hits: number }[] }>('GET', 'faults')
    return faults[0]?.hits ?? 0
  }

  async reset(): Promise<void> {
    await this.control('DELETE', 'faults', {})
    await this.control('POST', 'lag', { ms: 0 })
    await this.control('POST', 'clock', { offsetMs: 0 })
    await this.control('POST', `projects/${CUSTOMER}/api`, { enabled: true })
  }

  /** The customer's own log of calls to a key and its versions, oldest first. */
  async log(name: string): Promise<LogEntry[]> {
    const [, project] = name.split('/')
    const path = `projects/${project}/log?limit=2000`
    const { entries } = await this.control<{ entries: LogEntry[] }>('GET', path)
    return entries.filter(({ resourceName }) => resourceName.startsWith(name)).reverse()
  }

  /** The adapter for a key, as Northwind's account unless told otherwise. */
  rootKey(name: string, serviceAccount: string | null = ACCOUNT, options: GoogleOptions = {}): RootKey {
    const google = { endpoint: this.endpoint, credentials, ...options }
    const rootKeys = new RootKeys({ aws: {}, google })
    this.#rootKeys.push(rootKeys)
    return rootKeys.google(nameOf(name), { serviceAccount })
  }

  async control<T = unknown>(method: string, path: string, body?: object): Promise<T> {
    const headers = { 'content-type': 'application/json' }
    const sent = body === undefined ? {} : { body: JSON.stringify(body) }
    const url = `${this.simulator.consoleUrl}/_control/google/${path}`
    const response = await fetch(url, { method, headers, ...sent })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as T
  }
}

/** A parsed name in one of two locations. */
export function nameOf(text: string) {
  const parsed = parseGoogleKeyName(text, [LOCATION, 'us-east1'])
  if (!parsed.ok) throw new Error(parsed.message)
  return parsed.key
}
