import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import type { OrganizationId } from '@/lib/domain/ids'
import type { Keyring } from '@/lib/keyring/keyring'
import { linkKey } from '@/lib/keyring/link-key'
import { type KeyProcess, openKeyProcess } from '@/lib/keyring/open'
import type { KeyringParts } from '@/lib/keyring/parts'
import { AwsAccount, credentials, ORGANIZATION, REGION, VENDOR } from '../../tests/support/aws-account'
import { copyDatabase, startTemplateDatabase, type TestDatabase } from '../../tests/support/template-database'
import { progress } from '../result'

/** The class that the cases encrypt in: it follows the customer's key. */
export const DATA_CLASS = 'secrets_and_credentials'

/** A PostgreSQL with one organization in it, and the AWS KMS simulator on the wire. */
export interface World {
  organization: OrganizationId
  database: TestDatabase
  aws: AwsAccount
  /** ARN of the platform's root key */
  platformRoot: string
}

/** Runs work in a world of its own, of which nothing is left afterwards. */
export async function inWorld<T>(work: (world: World) => Promise<T>): Promise<T> {
  const endings: (() => Promise<unknown>)[] = []
  try {
    const template = await startTemplateDatabase()
    endings.push(() => template.stop())
    const database = await copyDatabase(template.urls)
    const owner = new Client({ connectionString: database.ownerUrl })
    await owner.connect()
    endings.push(() => owner.end())
    await owner.query('INSERT INTO organizations (id, name) VALUES ($1, $2)', [ORGANIZATION, 'Northwind'])
    const aws = new AwsAccount()
    await aws.start()
    endings.push(() => aws.stop())
    const made = await aws.control<{ key: { arn: string } }>('POST', `accounts/${VENDOR}/keys`, {
      region: REGION,
    })
    return await work({
      organization: ORGANIZATION as OrganizationId,
      database,
      aws,
      platformRoot: made.key.arn,
    })
  } finally {
    for (const end of endings.reverse()) await end()
  }
}

/** Runs work in a process that holds keys, with a customer's key linked. */
export function inKeyProcess<T>(work: (process: KeyProcess, world: World) => Promise<T>): Promise<T> {
  return inWorld(async (world) => {
    process.env.AWS_ACCESS_KEY_ID = credentials.accessKeyId
    process.env.AWS_SECRET_ACCESS_KEY = credentials.secretAccessKey
    const opened = await openKeyProcess({
      databaseUrl: world.database.serviceUrl,
      platformRoot: { keyId: world.platformRoot },
      regions: { aws: [REGION], google: [] },
      clouds: { aws: { endpoint: world.aws.url } },
      report: (event, error) =>
        progress(`${event}: ${error instanceof Error ? error.message : String(error)}`),
    })
    try {
      await linkCustomerKey(opened.keyring, opened.parts, world)
      return await work(opened, world)
    } finally {
      await opened.close()
    }
  })
}

/** Links a key of the customer's account to the organization. */
export async function linkCustomerKey(
  keyring: Keyring,
  parts: KeyringParts,
  { organization, aws }: World,
): Promise<void> {
  const actor = { id: randomUUID(), name: 'Ada Marsh' }
  const reference = { provider: 'aws', id: await aws.createKey(), region: REGION } as const
  const identity = { provider: 'aws', role: null } as const
  const order = { reference, identity, keyCreatedAt: null, checks: [], actor }
  await linkKey(keyring.of(organization), parts, order)
}
