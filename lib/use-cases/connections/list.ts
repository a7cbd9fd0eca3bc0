import { z } from 'zod'
import type { ConnectionPage } from '@/lib/domain/views/connections'
import { countConnections, listConnections as readPage } from '@/lib/store/connections'
import { type Context, inOrganization } from '../context'
import { cutPage, takeFor } from '../keyset'
import { toRow } from './rows'

const PAGE_SIZE = 50

/** A page's search parameters; what isn't one counts as not given. */
export const listConnectionsInput = z.object({
  search: z.string().trim().min(1).max(100).optional().catch(undefined),
  after: z.string().min(1).max(100).optional().catch(undefined),
  before: z.string().min(1).max(100).optional().catch(undefined),
})
export type ListConnections = z.infer<typeof listConnectionsInput>

/** One page of connections by name. Needs no key. @throws LatchkeyError forbidden */
export async function listConnections(context: Context, input: ListConnections): Promise<ConnectionPage> {
  const { scope } = inOrganization(context, 'connections.read')
  const [found, matches] = await Promise.all([
    readPage(scope, { ...input, take: takeFor(PAGE_SIZE, input) }),
    countConnections(scope, input.search),
  ])
  const { rows, previous, next } = cutPage(found, PAGE_SIZE, input, ({ name }) => name)
  return { connections: rows.map(toRow), matches, previous, next }
}
