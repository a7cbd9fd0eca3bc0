// Fills the demo's organization by the product's own use cases: fill.ts DATA_FOLDER RESULT_FILE
import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { readSession, startSession } from '@/lib/auth/sessions'
import { httpCore } from '@/lib/client/http-core'
import { credentialContext } from '@/lib/domain/connection-binding'
import { storedDataClasses } from '@/lib/domain/data-classes'
import { openFolderStorage } from '@/lib/objects/storage'
import { findConnectionSecret } from '@/lib/store/connections'
import { openStore, type Store } from '@/lib/store/open'
import { findUserByEmail } from '@/lib/store/people'
import type { Context } from '@/lib/use-cases/context'
import { createToken } from '@/lib/use-cases/setup/create-token'
import { Problem, reportEnd } from '../../scripts/lib/problem.mjs'
import { ADMIN } from './browser'
import { addConnections, addDocuments, keepCatalog } from './fill-data'
import { linkNewKey, requestNewKey } from './fill-keys'
import type { Filled } from './filled'
import { type Kept, readKept } from './kept'

const COUNT = 1_000

async function main(dataFolder?: string, resultFile?: string): Promise<void> {
  if (!dataFolder || !resultFile) throw new Problem('Name the data folder and a file for the result.')
  const kept = readKept(dataFolder)
  const store = openStore(kept.ownerUrl, 4)
  try {
    const filled = await fillOrganization(store, kept)
    writeFileSync(resultFile, JSON.stringify(filled), { mode: 0o600 })
  } finally {
    await store.close()
  }
}

async function fillOrganization(store: Store, kept: Kept): Promise<Filled> {
  const token = await createToken(store, tokenLimits, new Date())
  const context = await contextOfAdmin(store, kept, token)
  const { key, jobId } = await linkNewKey(context, kept)
  const [connection] = await addConnections(context, COUNT)
  await addDocuments(context, COUNT)
  if (!connection) throw new Problem('No connection was stored.')
  await keepCatalog(context, connection)
  const rotation = await requestNewKey(context, kept)
  return {
    token,
    key,
    credential: await credentialOf(context, connection),
    examples: {
      '/connections/[id]': connection,
      '/rotation/[id]': rotation,
      '/support/[id]': rotation,
      '/api/jobs/[id]': jobId,
      '/api/rotation/[id]': rotation,
      '/api/support/[id]': rotation,
    },
  }
}

const tokenLimits = {
  name: `bench-${randomUUID()}`,
  encryptClasses: storedDataClasses,
  decryptClasses: storedDataClasses,
  organizationId: null,
  requiresSession: false,
  expiresAt: null,
}

/** The context that web would make for the organization's admin, with a session of their own. */
async function contextOfAdmin(store: Store, kept: Kept, token: string): Promise<Context> {
  const now = new Date()
  const user = await findUserByEmail(store.platform, ADMIN)
  const session = user && (await startSession(store.platform, user.id, now))
  const actor = session ? await readSession(store.platform, session, now) : null
  if (!actor) throw new Problem(`${ADMIN} does not live in this demo.`)
  const core = httpCore({ url: kept.serviceUrl, token })
  return { actor, store, core, objects: openFolderStorage(kept.storageFolder), now }
}

async function credentialOf({ actor, store }: Context, id: string): Promise<Filled['credential']> {
  const organization = actor.organization?.id
  const found = organization && (await findConnectionSecret(store.organization(organization), id))
  if (!found) throw new Problem('The stored connection is not there.')
  return {
    context: credentialContext(organization, found),
    ciphertext: Buffer.from(found.credential).toString('base64'),
  }
}

main(...process.argv.slice(2)).catch((error: unknown) => {
  reportEnd(error)
  process.exitCode = 1
})
