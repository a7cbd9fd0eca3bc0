import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { httpCore } from '@/lib/client/http-core'
import { httpTokenOffice } from '@/lib/client/token-office'
import { credentialContext } from '@/lib/domain/connection-binding'
import type { UserId } from '@/lib/domain/ids'
import { openFolderStorage } from '@/lib/objects/storage'
import { findConnectionSecret } from '@/lib/store/connections'
import { openStore, type Store } from '@/lib/store/open'
import { readClassification } from '@/lib/use-cases/classification/read'
import { createConnection } from '@/lib/use-cases/connections/create'
import { listConnections } from '@/lib/use-cases/connections/list'
import { readConnection } from '@/lib/use-cases/connections/read'
import { testConnection } from '@/lib/use-cases/connections/test'
import type { Context } from '@/lib/use-cases/context'
import { createDocument } from '@/lib/use-cases/documents/create'
import { listDocuments } from '@/lib/use-cases/documents/list'
import { searchDocuments } from '@/lib/use-cases/documents/search'
import { problem } from '../../support/problems'
import { ADMIN_SESSION, ServiceWorld, WEB_TOKEN } from '../../support/service-world'
import { makeSession } from '../../support/session'

/** Web's use cases as web runs them: its own login, its own token, and a real encryption service behind HTTP. */
describe('protected data over a real encryption service', () => {
  const world = new ServiceWorld()
  const folder = mkdtempSync(path.join(os.tmpdir(), 'latchkey-objects-'))
  let store: Store
  let key: string
  let id: string

  beforeAll(async () => {
    store = openStore(world.webUrl, 4)
    const { hostname, port, username, password, pathname } = new URL(world.ownerUrl)
    const target = { host: hostname, port: Number(port), database: pathname.slice(1), username }
    const form = { submissionId: randomUUID(), name: 'Warehouse', ...target, password, verifyTls: true }
    ;({ id } = await createConnection(admin(), form))
    // The test's server has no certificate; leaving TLS is an operator's setting, which web isn't given here.
    await world.sql('UPDATE connections SET verify_tls = false')
    await createDocument(admin(), { submissionId: randomUUID(), name: 'Before the link', elements: [] })
  })
  afterAll(async () => {
    await store.close()
    rmSync(folder, { recursive: true })
  })

  const asAdmin = () => ({ url: world.url, token: WEB_TOKEN, session: ADMIN_SESSION })
  const admin = (): Context => ({
    actor: {
      userId: world.admin as UserId,
      name: 'Ada Marsh',
      sessionHash: makeSession(ADMIN_SESSION).hash,
      platformRole: null,
      organization: { id: world.organization, name: 'Northwind', role: 'organization_admin' },
    },
    store,
    core: httpCore(asAdmin()),
    tokens: httpTokenOffice(asAdmin()),
    objects: openFolderStorage(folder),
    now: new Date(),
  })

  async function test() {
    const { jobId } = await testConnection(admin(), { submissionId: randomUUID(), id })
    const ended = await world.until(async () => {
      const [run] = await world.sql<{ state: string; result: object }>(
        `SELECT state, result FROM job_runs WHERE job_id = $1 AND state IN ('done', 'failed')`,
        [jobId],
      )
      return run
    })
    return ended.result
  }
  const names = async () =>
    (await listDocuments(admin(), {})).documents.map((row) => (row.state === 'open' ? row.name : row.code))
  const inForce = async () =>
    (await readClassification(admin())).find(({ dataClass }) => dataClass === 'document_metadata')?.inForce

  it('really connects, and keeps the names of schemas and tables', async () => {
    expect(await test()).toMatchObject({ outcome: 'connected' })
    const { catalog, lastTestCode } = await readConnection(admin(), { id })
    expect(lastTestCode).toBe('connected')
    const schemas = catalog.state === 'open' ? catalog.schemas : []
    expect(schemas.find(({ schema }) => schema === 'public')?.tables).toContain('connections')
  })

  it('does not open the credential for web', async () => {
    const secret = await findConnectionSecret(store.organization(world.organization), id)
    if (!secret) throw new Error('the connection is gone')
    const context = credentialContext(world.organization, secret)
    const opened = admin().core.decrypt([{ context, ciphertext: secret.credential }])
    await expect(opened).rejects.toThrow(problem('forbidden'))
  })

  it('moves under the customer’s key, older documents included', async () => {
    expect(await inForce()).toMatchObject({ by: 'Encryption at rest', tone: 'ok' })
    key = await world.aws.createKey()
    await world.job('link-key', { keyId: key, dutiesAcknowledged: true })
    await createDocument(admin(), { submissionId: randomUUID(), name: 'After the link', elements: ['a.b'] })
    expect(await names()).toEqual(['After the link', 'Before the link'])
    expect((await searchDocuments(admin(), { search: 'before' })).search?.matches).toBe(1)
    expect(await inForce()).toMatchObject({ by: 'Customer-managed key', tone: 'ok' })
  })

  it('closes with the key, with its reason, while names and tables stay visible', async () => {
    await world.aws.atKey(key, 'disable')
    await world.job('check-now', {})
    const closed = problem('key_denied')
    await expect(names()).rejects.toThrow(closed)
    await expect(searchDocuments(admin(), { search: 'before' })).rejects.toThrow(closed)
    const document = { submissionId: randomUUID(), name: 'Too late', elements: [] }
    await expect(createDocument(admin(), document)).rejects.toThrow(closed)
    expect(await test()).toEqual({ outcome: 'key_denied' })
    expect((await listConnections(admin(), {})).connections).toMatchObject([{ name: 'Warehouse' }])
    expect((await readConnection(admin(), { id })).catalog).toMatchObject({ state: 'open' })
    expect(await inForce()).toMatchObject({ tone: 'stopped', standing: 'closed: key disabled' })
  })
})
