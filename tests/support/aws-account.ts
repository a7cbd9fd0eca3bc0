import { randomUUID } from 'node:crypto'
import { parseAwsKeyArn } from '@/lib/domain/aws-arn'
import { awsKeyPolicy } from '@/lib/domain/aws-policy'
import { type AwsOptions, type AwsRole, type RootKey, RootKeys, type WrapContext } from '@/lib/kms'
import { type Simulator, startAwsKmsSimulator } from '@/simulators/aws-kms'

export const REGION = 'eu-central-1'
export const CUSTOMER = '111122223333'
export const ORGANIZATION = '6f0c1a52-31d8-4a3e-9b5e-0d3f6a6d7c01'
export const VENDOR = '999988887777'
export const PRINCIPAL = `arn:aws:iam::${VENDOR}:role/latchkey`

export const credentials = {
  accessKeyId: 'AKIALATCHKEYTESTS0001',
  secretAccessKey: 'only-for-a-simulator-in-tests',
}
/** Another identity of the vendor's, as a process that runs elsewhere may have. */
export const OTHER_PRINCIPAL = `arn:aws:iam::${VENDOR}:role/latchkey-elsewhere`
export const otherCredentials = {
  accessKeyId: 'AKIALATCHKEYTESTS0002',
  secretAccessKey: 'another-one-for-a-simulator-in-tests',
}
const allow = (actions: string[]) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
})
const seed = {
  accounts: [
    {
      id: CUSTOMER,
      name: 'Customer',
      principals: [
        {
          arn: `arn:aws:iam::${CUSTOMER}:role/admin`,
          accessKeyId: 'AKIACUSTOMERADMIN0001',
          secretAccessKey: 'the-customer-administrator-of-tests',
          policy: allow(['kms:*']),
        },
      ],
    },
    {
      id: VENDOR,
      name: 'Vendor',
      principals: [
        { arn: PRINCIPAL, ...credentials, policy: allow(['kms:*', 'sts:AssumeRole']) },
        { arn: OTHER_PRINCIPAL, ...otherCredentials, policy: allow(['kms:*', 'sts:AssumeRole']) },
      ],
    },
  ],
}

/** The policy that the wizard shows to an organization. */
export const policyOf = (organizationId: string) =>
  awsKeyPolicy({ customerAccountId: CUSTOMER, principalArn: PRINCIPAL, organizationId })

/** The policy with this organization's id in it. */
export const POLICY = policyOf(ORGANIZATION)

/** The policy with one thing changed, as a customer may get it wrong. */
export function policyWithout(text: string, replacement: string): string {
  if (!POLICY.includes(text)) throw new Error(`not in the policy: ${text}`)
  return POLICY.replace(text, replacement)
}

/** What a share is bound to, with a fresh id unless told otherwise. */
export function contextOf(changes: Partial<WrapContext> = {}): WrapContext {
  const fixed = { organization: ORGANIZATION, scope: 'all-customer-classes', region: 'global' }
  return { ...fixed, purpose: 'customer-share', share: randomUUID(), ...changes }
}

/** A customer's AWS account on the wire, and our root keys looking at it. */
export class AwsAccount {
  #simulator: Simulator | null = null
  #rootKeys: RootKeys[] = []

  async start(): Promise<void> {
    this.#simulator = await startAwsKmsSimulator({ seed })
  }

  async stop(): Promise<void> {
    for (const rootKeys of this.#rootKeys) rootKeys.close()
    await this.#simulator?.stop()
  }

  get url(): string {
    if (this.#simulator === null) throw new Error('the simulator is not running')
    return this.#simulator.url
  }

  /** Makes a key in the customer's account; returns its ARN. */
  async createKey(given: Partial<KeyRequest> = {}): Promise<string> {
    const body = { region: REGION, policy: POLICY, ...given }
    const { key } = await this.control<{ key: { arn: string } }>('POST', `accounts/${CUSTOMER}/keys`, body)
    return key.arn
  }

  /** Does something to a key as the customer would, such as `disable`. */
  async atKey(arn: string, action: string, body: object = {}): Promise<void> {
    await this.control('POST', `accounts/${CUSTOMER}/keys/${placeOf(arn)}/${action}`, body)
  }

  /** Makes a role in the customer's account; returns its ARN. */
  async createRole(name: string, trustPolicy: string, policy?: string): Promise<string> {
    const body = { name, trustPolicy, policy }
    const made = await this.control<{ role: { arn: string } }>('POST', `accounts/${CUSTOMER}/roles`, body)
    return made.role.arn
  }

  /** Puts one of a role's two policies. */
  async setRolePolicy(arn: string, which: 'trust-policy' | 'policy', policy: string): Promise<void> {
    await this.control('PUT', `${rolePath(arn)}/${which}`, { policy })
  }

  async deleteRole(arn: string): Promise<void> {
    await this.control('DELETE', rolePath(arn), {})
  }

  async setPolicy(arn: string, policy: string): Promise<void> {
    await this.control('PUT', `accounts/${CUSTOMER}/keys/${placeOf(arn)}/policy`, { policy })
  }

  async setFault(fault: object): Promise<void> {
    await this.control('POST', 'faults', fault)
  }

  async clearFaults(): Promise<void> {
    await this.control('DELETE', 'faults', {})
  }

  /** The customer's own log of calls to a key, oldest first. */
  async log(arn: string): Promise<LogEntry[]> {
    const path = `accounts/${CUSTOMER}/log?limit=2000`
    const { entries } = await this.control<{ entries: LogEntry[] }>('GET', path)
    return entries.filter(({ resources }) => resources.includes(arn)).reverse()
  }

  /** The adapter for a key, with our credentials unless told otherwise. */
  rootKey(arn: string, options: AwsOptions = {}, role: AwsRole | null = null): RootKey {
    return this.rootKeys(options).aws(arnOf(arn), { role })
  }

  /** What makes adapters, with one set of connections and sessions for all of them. */
  rootKeys(options: AwsOptions = {}): RootKeys {
    const rootKeys = new RootKeys({ aws: { endpoint: this.url, credentials, ...options } })
    this.#rootKeys.push(rootKeys)
    return rootKeys
  }

  async control<T = unknown>(method: string, path: string, body?: object): Promise<T> {
    const headers = { 'content-type': 'application/json' }
    const sent = body === undefined ? {} : { body: JSON.stringify(body) }
    const response = await fetch(`${this.url}/_control/aws/${path}`, { method, headers, ...sent })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as T
  }
}

interface LogEntry {
  /** ISO 8601 */
  time: string
  eventName: string
  principalArn: string
  resources: string[]
  encryptionContext: Record<string, string> | null
  errorCode: string | null
  requestId: string
}

interface KeyRequest {
  region: string
  spec: string
  usage: string
  /** The account's default when undefined, ours when left out. */
  policy: string | undefined
  multiRegion: boolean
}

const rolePath = (arn: string) => `accounts/${CUSTOMER}/roles/${arn.split('/').at(-1)}`

/** A parsed ARN in one of two regions. */
export function arnOf(text: string) {
  const parsed = parseAwsKeyArn(text, [REGION, 'us-east-1'])
  if (!parsed.ok) throw new Error(parsed.message)
  return parsed.key
}

const placeOf = (arn: string) => `${arnOf(arn).region}/${arnOf(arn).keyId}`
