import { randomUUID } from 'node:crypto'
import type { DataContext } from '@/lib/domain/encryption-core'
import { valueOrThrow } from '@/lib/domain/encryption-core'
import type { OrganizationId } from '@/lib/domain/ids'
import { AwsAccount, policyOf } from '../../tests/support/aws-account'
import { offerKeys } from '../../tests/support/offer'
import { type ServiceProcess, startServiceProcess } from '../../tests/support/service-process'
import { ServiceStage } from '../../tests/support/service-stage'
import { database } from './database'

/** An organization with a linked key and one ciphertext under it. */
export interface Customer {
  organization: OrganizationId
  keyId: string
  context: DataContext
  ciphertext: Uint8Array
}

/** The encryption service as programs of their own, over a real database and the AWS KMS simulator. */
export class Installation {
  readonly stage = new ServiceStage(new AwsAccount())
  readonly #running: ServiceProcess[] = []

  async open(): Promise<void> {
    await this.stage.aws.start()
    await this.stage.open(await database())
  }

  /** Starts one more service. */
  async startService(settings: Record<string, string> = {}): Promise<ServiceProcess> {
    const service = await startServiceProcess({ ...this.stage.settings, ...settings })
    this.#running.push(service)
    return service
  }

  /** Makes an organization, has its key linked by a running service, and encrypts something under it. */
  async addCustomer(url: string): Promise<Customer> {
    const organization = randomUUID() as OrganizationId
    const { stage } = this
    await stage.sql('INSERT INTO organizations (id, name) VALUES ($1, $2)', [organization, 'A customer'])
    await offerKeys((text, values) => stage.sql(text, values), organization)
    await stage.sql('INSERT INTO memberships (organization_id, user_id, role) VALUES ($1, $2, $3)', [
      organization,
      stage.admin,
      'organization_admin',
    ])
    const keyId = await stage.aws.createKey({ policy: policyOf(organization) })
    const run = await stage.job('link-key', { keyId, dutiesAcknowledged: true }, stage.admin, organization)
    if (run.state !== 'done') throw new Error(`the key was not linked: ${run.error_code}`)
    const dataClass = 'secrets_and_credentials' as const
    const context: DataContext = { organization, dataClass, object: 'row-1', field: 'value' }
    const [outcome] = await stage.core(url).encrypt([{ context, plaintext: Buffer.from('plain') }])
    return { organization, keyId, context, ciphertext: valueOrThrow(outcome) }
  }

  /** Opens a customer's ciphertext over HTTP. */
  async decrypt(url: string, { context, ciphertext }: Customer): Promise<string> {
    const [outcome] = await this.stage.core(url).decrypt([{ context, ciphertext }])
    return outcome?.ok ? 'opened' : String(outcome?.code)
  }

  async close(): Promise<void> {
    for (const service of this.#running) await service.kill()
    await this.stage.close()
    await this.stage.aws.stop()
  }
}
