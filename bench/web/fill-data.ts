import { randomUUID } from 'node:crypto'
import { encodeCatalog } from '@/lib/domain/catalog'
import { catalogContext } from '@/lib/domain/connection-binding'
import { valueOrThrow } from '@/lib/domain/encryption-core'
import { findConnection, recordTest } from '@/lib/store/connections'
import { createConnection } from '@/lib/use-cases/connections/create'
import { type Context, inOrganization } from '@/lib/use-cases/context'
import { createDocument } from '@/lib/use-cases/documents/create'
import { mapBounded } from '@/lib/use-cases/map-bounded'

const AT_ONCE = 4
const numbers = (count: number) => Array.from({ length: count }, (_, index) => String(index).padStart(4, '0'))

/** Adds connections as the form does. @returns their ids */
export function addConnections(context: Context, count: number): Promise<string[]> {
  return mapBounded(numbers(count), AT_ONCE, async (number) => {
    const { id } = await createConnection(context, {
      submissionId: randomUUID(),
      name: `Warehouse ${number}`,
      host: `warehouse-${number}.northwind.example`,
      port: 5432,
      database: 'sales',
      username: 'reader',
      password: `password of warehouse ${number}`,
      verifyTls: true,
    })
    return id
  })
}

/** Adds documents as the form does. */
export async function addDocuments(context: Context, count: number): Promise<void> {
  await mapBounded(numbers(count), AT_ONCE, (number) =>
    createDocument(context, {
      submissionId: randomUUID(),
      name: `Revenue model ${number}`,
      elements: numbers(20).map((column) => `sales.orders_${number}.column_${column}`),
    }),
  )
}

/** Gives a connection what a test of it would have found: 10 schemas of 40 tables. */
export async function keepCatalog(context: Context, id: string): Promise<void> {
  const { core, organization, scope, now } = inOrganization(context, 'connections.read')
  const catalog = numbers(10).map((schema) => ({
    schema: `schema_${schema}`,
    tables: numbers(40).map((table) => `table_${table}`),
  }))
  const [outcome] = await core.encrypt([
    { context: catalogContext(organization.id, id), plaintext: encodeCatalog(catalog) },
  ])
  const found = await findConnection(scope, id)
  if (!found) throw new Error('the connection is not there')
  await recordTest(
    scope,
    { id, unchangedSince: found.updatedAt },
    { lastTestAt: now, lastTestCode: 'ok', catalog: new Uint8Array(valueOrThrow(outcome)) },
  )
}
