import { decodeCatalog } from '@/lib/domain/catalog'
import { catalogContext } from '@/lib/domain/connection-binding'
import { valueOrThrow } from '@/lib/domain/encryption-core'
import { LatchkeyError } from '@/lib/domain/errors'
import type { CatalogView, ConnectionDetails } from '@/lib/domain/views/connections'
import { findConnection } from '@/lib/store/connections'
import { findLatestTest } from '@/lib/store/jobs'
import { type Context, inOrganization, type OrganizationContext } from '../context'
import { toJobView } from '../jobs/to-job-view'
import { knownId } from '../known-id'
import { toRow } from './rows'

/**
 * One connection with the names of its schemas and tables. Those are under platform keys, so they stay visible
 * while the customer's key is denied; if they don't open, the rest is shown all the same.
 * @throws LatchkeyError forbidden, not_found
 */
export async function readConnection(context: Context, input: { id: string }): Promise<ConnectionDetails> {
  const inside = inOrganization(context, 'connections.read')
  const id = knownId(input.id)
  // The test first: one that has ended by now has its outcome in the connection's row, which is read after it.
  const test = await findLatestTest(inside.scope, id)
  const found = await findConnection(inside.scope, id)
  if (!found) throw new LatchkeyError('not_found')
  return {
    ...toRow(found),
    revision: found.updatedAt.toISOString(),
    createdAt: found.createdAt.toISOString(),
    updatedAt: found.updatedAt.toISOString(),
    catalog: found.catalog ? await openCatalog(inside, id, found.catalog) : { state: 'none' },
    test: test && toJobView(test),
  }
}

async function openCatalog(
  { core, organization }: OrganizationContext,
  id: string,
  ciphertext: Uint8Array,
): Promise<CatalogView> {
  try {
    const [outcome] = await core.decrypt([{ context: catalogContext(organization.id, id), ciphertext }])
    return { state: 'open', schemas: decodeCatalog(valueOrThrow(outcome)) }
  } catch (error) {
    if (!(error instanceof LatchkeyError)) throw error
    return { state: 'closed', code: error.code, message: error.message, fix: error.fix }
  }
}
