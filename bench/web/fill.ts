// Fills the demo's organization by the product's own use cases: fill.ts DATA_FOLDER RESULT_FILE
import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { readSession } from '@/lib/auth/sessions'
import { httpCore } from '@/lib/client/http-core'
import { openDemoSession } from '@/lib/client/sign-in'
import { httpTokenOffice } from '@/lib/client/token-office'
import { credentialContext } from '@/lib/domain/connection-binding'
import { storedDataClasses } from '@/lib/domain/data-classes'
import { openFolderStorage } from '@/lib/objects/storage'
import { findConnectionSecret } from '@/lib/store/connections'
import { openStore, type Store } from '@/lib/store/open'
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
  const web = openStore(kept.webSettings.WEB_DATABASE_URL, 4)
  const owner = openStore(kept.ownerUrl, 2)
  try {
    const filled = await fillOrganization(kept, web, owner)
    writeFileSync(resultFile, JSON.stringify(filled), { mode: 0o600 })
  } finally {
    await Promise.all([web.close(), owner.close()])
  }
}

async function fillOrganization(kept: Kept, web: Store, owner: Store): Promise<Filled> {
  const context = await contextOfAdmin(web, kept)
  const { key, jobId } = await linkNewKey(context, kept)
  const [connection] = await addConnections(context, COUNT)
  if (!connection) throw new Problem('No connection was stored.')
  await addDocuments(context, COUNT)
  const rotation = await requestNewKey(context, kept)

  const token = await createToken(owner, tokenLimits, new Date())
  const core = httpCore({ url: kept.serviceUrl, token })
  await keepCatalog({ ...context, store: owner, core }, connection)
  return {
    token,
    key,
    credential: await credentialOf({ ...context, store: owner }, connection),
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

/** Of one of the vendor's services. */
const tokenLimits = {
  name: `bench-${randomUUID()}`,
  encryptClasses: storedDataClasses,
  decryptClasses: storedDataClasses,
  organizationId: null,
  requiresSession: false,
  expiresAt: null,
}

/** The context that web makes for the organization's admin, with a session of their own. */
async function contextOfAdmin(store: Store, { webSettings }: Kept): Promise<Context> {
  const { LATCHKEY_SERVICE_URL: url, LATCHKEY_WEB_TOKEN: token } = webSettings
  const session = await openDemoSession({ url, token }, { email: ADMIN })
  const actor = await readSession(store.platform, session)
  if (!actor) throw new Problem(`${ADMIN} does not live in this demo.`)
  const objects = openFolderStorage(webSettings.LATCHKEY_STORAGE_DIR)
  const service = { url, token, session }
  const reach = { core: httpCore(service), tokens: httpTokenOffice(service) }
  return { actor, store, ...reach, objects, now: new Date() }
}

async function credentialOf({ actor, store }: Context, id: string): Promise<Filled['credential']> {
  const organization = actor.organization?.id
  const found = organization && (await findConnectionSecret(store.organization(organization), id))
  if (!found) throw new Problem('The stored connection is not there.')
  return {
    context: credentialContext(organization, found),
    ciphertext: Buffer.from(found.credential).toString('base64url'),
  }
}

main(...process.argv.slice(2)).catch((error: unknown) => {
  reportEnd(error)
  process.exitCode = 1
})
