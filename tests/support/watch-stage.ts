import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { checkKey } from '@/encryption-service/check-key'
import { KeyWatcher } from '@/encryption-service/watch/watcher'
import type { OrganizationId } from '@/lib/domain/ids'
import type { Instant } from '@/lib/domain/instant'
import { parseKeyReference } from '@/lib/domain/key-reference'
import { type LinkIdentity, linkIdentity } from '@/lib/domain/link-identity'
import type { Cloud } from '@/lib/domain/provider'
import { Keyring } from '@/lib/keyring/keyring'
import { linkKey } from '@/lib/keyring/link-key'
import type { KeyringParts } from '@/lib/keyring/parts'
import { PlatformWatch } from '@/lib/keyring/platform-watch'
import { RootKeys } from '@/lib/kms'
import { openStore, type Store } from '@/lib/store/open'
import { ensurePlatformRoot } from '@/lib/store/platform-roots'
import {
  AwsAccount,
  arnOf,
  credentials as awsCredentials,
  PRINCIPAL,
  policyOf,
  REGION,
  VENDOR,
} from './aws-account'
import { AzureCloud, IDENTITY, SECRET } from './azure-cloud'
import { type TestDatabase, testDatabase } from './database'
import { ACCOUNT, GoogleProject, credentials as googleCredentials, LOCATION } from './google-project'
import { offerKeys } from './offer'
import { AlwaysInService } from './timed-keyring'

const REGIONS = { aws: [REGION, 'us-east-1'], google: [LOCATION, 'us-east1'] }

/** A linked key of one of the clouds, in an organization of its own. */
export interface WatchedLink {
  organization: OrganizationId
  keyId: string
  linkId: string
  scope: ReturnType<Store['organization']>
}

/** Three customers' clouds, a database as the service's own login sees it, and the watch with clocks of the test's. */
export class WatchStage {
  readonly aws = new AwsAccount()
  readonly azure = new AzureCloud()
  readonly google = new GoogleProject()
  /** what the operator was told */
  readonly troubles: string[] = []
  now: Instant = { monoMs: 1_000_000, wallMs: Date.now() }
  #database: TestDatabase | null = null
  #owner: Client | null = null
  #store: Store | null = null
  #rootKeys: RootKeys | null = null
  #parts: KeyringParts | null = null

  async open(): Promise<void> {
    await Promise.all([this.aws.start(), this.azure.start(), this.google.start()])
    this.#database = await testDatabase()
    this.#owner = new Client({ connectionString: this.#database.ownerUrl })
    await this.#owner.connect()
    const store = openStore(this.#database.serviceUrl, 4)
    this.#store = store
    const rootKeys = new RootKeys({
      aws: { endpoint: this.aws.url, credentials: awsCredentials },
      azure: { loopback: this.azure.loopback, proofOf: () => ({ clientSecret: SECRET }) },
      google: { endpoint: this.google.endpoint, credentials: googleCredentials },
    })
    this.#rootKeys = rootKeys
    const made = await this.aws.control<{ key: { arn: string } }>('POST', `accounts/${VENDOR}/keys`, {
      region: REGION,
    })
    const root = rootKeys.aws(arnOf(made.key.arn))
    const { id } = await ensurePlatformRoot(store.platform, root.id, null)
    const clock = () => this.now
    const report = (event: string) => void this.troubles.push(event)
    this.#parts = {
      store,
      platform: new PlatformWatch(id, root, store.platform, clock, report),
      customerRoot: ({ keyId, identity }) => rootKeys.of(referenceOf(keyId), linkIdentity.parse(identity)),
      clock,
      service: new AlwaysInService(),
      report,
    }
  }

  async close(): Promise<void> {
    this.#rootKeys?.close()
    await this.#store?.close()
    await this.#owner?.end()
    await this.#database?.drop()
    await Promise.all([this.aws.stop(), this.azure.stop(), this.google.stop()])
  }

  get parts(): KeyringParts {
    if (!this.#parts) throw new Error('the stage is not open')
    return this.#parts
  }

  get webUrl(): string {
    return this.#database?.webUrl ?? ''
  }

  /** One process's watch; its turns are called by hand. */
  watcher(): KeyWatcher {
    return new KeyWatcher({ ...this.parts, regions: REGIONS, awsPrincipalArn: PRINCIPAL }, () => true)
  }

  /** Lets time pass for us; the clouds' own clocks stay. */
  pass(ms: number): void {
    this.now = { monoMs: this.now.monoMs + ms, wallMs: this.now.wallMs + ms }
  }

  /** Makes an organization and links a key of that cloud to it, after the checks. */
  async link(cloud: Cloud, given: Record<string, unknown> = {}): Promise<WatchedLink> {
    const organization = randomUUID() as OrganizationId
    await this.sql('INSERT INTO organizations (id, name) VALUES ($1, $2)', [organization, 'Watched'])
    await offerKeys((text, values) => this.sql(text, values), organization)
    const keyId = await this.#createKey(cloud, organization, given)
    const identity = IDENTITIES[cloud]
    const reference = referenceOf(keyId)
    const checked = await checkKey(
      { ...this.parts, awsPrincipalArn: PRINCIPAL },
      { organization, reference, identity, regions: [] },
    )
    const keyring = new Keyring(this.parts)
    const linkId = await linkKey(keyring.of(organization), this.parts, {
      reference,
      identity,
      keyCreatedAt: checked.description?.createdAt ?? null,
      checks: checked.rows,
      actor: { id: randomUUID(), name: 'Ada Marsh' },
    })
    keyring.stop()
    return { organization, keyId, linkId, scope: this.parts.store.organization(organization) }
  }

  #createKey(cloud: Cloud, organization: OrganizationId, given: Record<string, unknown>): Promise<string> {
    if (cloud === 'aws') return this.aws.createKey({ policy: policyOf(organization), ...given })
    return cloud === 'azure' ? this.azure.createKey(given) : this.google.createKey(given)
  }

  async sql<T extends object>(text: string, values: unknown[] = []): Promise<T[]> {
    const result = await this.#owner?.query(text, values)
    return (result?.rows ?? []) as T[]
  }
}

const IDENTITIES: Record<Cloud, LinkIdentity> = {
  aws: { provider: 'aws', role: null },
  azure: { provider: 'azure', ...IDENTITY },
  google: { provider: 'google', serviceAccount: ACCOUNT },
}

function referenceOf(keyId: string) {
  const parsed = parseKeyReference(keyId, REGIONS)
  if (!parsed.ok) throw new Error(parsed.message)
  return parsed.reference
}
