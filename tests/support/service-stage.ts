import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { startService } from '@/encryption-service/service'
import { httpCore } from '@/lib/client/http-core'
import { storedDataClasses } from '@/lib/domain/data-classes'
import type { OrganizationId } from '@/lib/domain/ids'
import { parseServiceEnv } from '@/lib/env'
import { openStore, type Store } from '@/lib/store/open'
import { saveToken } from '@/lib/store/service-tokens'
import { type AwsAccount, ORGANIZATION, PRINCIPAL, REGION, VENDOR } from './aws-account'
import { offerKeys } from './offer'
import { makeSession, openSession } from './session'
import type { TestDatabase } from './template-database'

/** The token of a vendor's service, which needs no session. */
export const SERVICE_TOKEN = `lk_${randomBytes(32).toString('base64url')}`
/** Web's token, worth nothing without a session. */
export const WEB_TOKEN = `lk_${randomBytes(32).toString('base64url')}`
/** The session of the organization's admin. */
const ADMIN = makeSession()
export const ADMIN_SESSION = ADMIN.token

const sha256 = (text: string) => new Uint8Array(createHash('sha256').update(text).digest())

/** A real encryption service over a real database and the AWS KMS simulator, with one organization in it. */
export class ServiceStage {
  readonly organization = ORGANIZATION as OrganizationId
  readonly admin = randomUUID()
  readonly support = randomUUID()
  #database: TestDatabase | null = null
  #store: Store | null = null
  #owner: Client | null = null
  #service: { url: string; stop(): Promise<void> } | null = null
  #platformRoot = ''

  constructor(readonly aws: AwsAccount) {}

  /** Fills a database of its own and makes the platform's root key; `aws` runs already. */
  async open(database: TestDatabase): Promise<void> {
    this.#database = database
    this.#owner = new Client({ connectionString: database.ownerUrl })
    await this.#owner.connect()
    this.#store = openStore(database.ownerUrl)
    await this.#populate()
    const made = await this.aws.control<{ key: { arn: string } }>('POST', `accounts/${VENDOR}/keys`, {
      region: REGION,
    })
    this.#platformRoot = made.key.arn
  }

  async close(): Promise<void> {
    await this.stop()
    await this.#store?.close()
    await this.#owner?.end()
  }

  get settings(): Record<string, string> {
    return {
      LATCHKEY_MODE: 'demo',
      SERVICE_DATABASE_URL: this.#database?.serviceUrl ?? '',
      LATCHKEY_SERVICE_PORT: '0',
      LATCHKEY_PLATFORM_ROOT: this.#platformRoot,
      LATCHKEY_AWS_PRINCIPAL_ARN: PRINCIPAL,
      LATCHKEY_AWS_ENDPOINT: this.aws.url,
      LATCHKEY_STORAGE_DIR: '/nowhere',
      LATCHKEY_ALLOWED_HOSTS: `127.0.0.1:${new URL(this.#database?.ownerUrl ?? '').port}`,
      LATCHKEY_ALLOW_UNVERIFIED_TLS: 'true',
    }
  }

  get ownerUrl(): string {
    return this.#database?.ownerUrl ?? ''
  }

  get webUrl(): string {
    return this.#database?.webUrl ?? ''
  }

  get store(): Store {
    if (!this.#store) throw new Error('the world is not there yet')
    return this.#store
  }

  get scope() {
    return this.store.organization(this.organization)
  }

  get url(): string {
    if (!this.#service) throw new Error('the service is not running')
    return this.#service.url
  }

  /** @param changes settings that are other than usual */
  async start(changes: Record<string, string> = {}): Promise<void> {
    const env = parseServiceEnv({ ...this.settings, ...changes, LATCHKEY_SERVICE_PORT: '1' })
    this.#service = await startService({ ...env, port: 0 })
  }

  async stop(): Promise<void> {
    await this.#service?.stop()
    this.#service = null
  }

  /** The core as a vendor's service uses it. */
  core(url = this.url) {
    return httpCore({ url, token: SERVICE_TOKEN, timeoutMs: 60_000 })
  }

  async sql<T extends object>(text: string, values: unknown[] = []): Promise<T[]> {
    const result = await this.#owner?.query(text, values)
    return (result?.rows ?? []) as T[]
  }

  /** Asks for a job as web does and waits for its end. */
  async job(kind: string, input: object, requestedBy = this.admin, organization = this.organization) {
    const id = randomUUID()
    await this.sql(
      'INSERT INTO jobs (id, organization_id, kind, input, requested_by) VALUES ($1, $2, $3, $4, $5)',
      [id, organization, kind, JSON.stringify(input), requestedBy],
    )
    return this.until(async () => {
      const [run] = await this.sql<{
        state: string
        result: Record<string, unknown>
        error_code: string | null
      }>('SELECT state, result, error_code FROM job_runs WHERE job_id = $1', [id])
      return run && (run.state === 'done' || run.state === 'failed') ? run : null
    })
  }

  /** Waits until something is there; the limit is only there so that a failure ends. */
  async until<T>(look: () => Promise<T | null | undefined | false>, limitMs = 60_000): Promise<T> {
    const end = Date.now() + limitMs
    for (;;) {
      const found = await look()
      if (found) return found
      if (Date.now() > end) throw new Error(`waited in vain: ${look}`)
      await sleep(50)
    }
  }

  async #populate(): Promise<void> {
    await this.sql('INSERT INTO organizations (id, name) VALUES ($1, $2)', [ORGANIZATION, 'Northwind'])
    await offerKeys((text, values) => this.sql(text, values), ORGANIZATION)
    const person =
      'INSERT INTO users (id, email, name, password_hash, platform_role) VALUES ($1, $2, $3, $4, $5)'
    await this.sql(person, [this.admin, 'ada@northwind.example', 'Ada Marsh', 'none', null])
    await this.sql(person, [this.support, 'sam@latchkey.example', 'Sam Rivera', 'none', 'support_staff'])
    await this.sql('INSERT INTO memberships (organization_id, user_id, role) VALUES ($1, $2, $3)', [
      ORGANIZATION,
      this.admin,
      'organization_admin',
    ])
    await openSession({ query: (text, values) => this.sql(text, values) }, this.admin, ADMIN)
    const grant = { organizationId: null, encryptClasses: storedDataClasses, expiresAt: null }
    const { platform } = this.store
    await saveToken(platform, sha256(SERVICE_TOKEN), {
      ...grant,
      name: 'a service',
      decryptClasses: storedDataClasses,
      requiresSession: false,
    })
    await saveToken(platform, sha256(WEB_TOKEN), {
      ...grant,
      name: 'web',
      decryptClasses: ['document_metadata', 'platform_metadata'],
      requiresSession: true,
    })
  }
}
