import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { OrganizationId } from '@/lib/domain/ids'
import { claimJob, findJob, finishJob, insertJob, releaseJob, renewJob } from '@/lib/store/jobs'
import { openStore, type Store } from '@/lib/store/open'
import { type TestDatabase, testDatabase } from '../../support/database'

let database: TestDatabase
let store: Store
const organization = randomUUID() as OrganizationId
const other = randomUUID() as OrganizationId

beforeAll(async () => {
  database = await testDatabase()
  store = openStore(database.ownerUrl)
  for (const id of [organization, other])
    await store.platform.db.organization.create({ data: { id, name: 'An organization' } })
})
afterAll(async () => {
  await store.close()
  await database.drop()
})

async function job(): Promise<string> {
  const id = randomUUID()
  const asked = { id, kind: 'check-now', input: {}, requestedBy: randomUUID() }
  await insertJob(store.organization(organization), asked)
  return id
}

it('lets only the process that claimed a job last say how it ended', async () => {
  const scope = store.organization(organization)
  const id = await job()
  const first = await claimJob(scope, id, 0)
  const second = await claimJob(scope, id, 60_000)
  expect([first, second]).toEqual([1, 2])

  const now = new Date()
  await finishJob(scope, id, first, { finishedAt: now, errorCode: 'internal' })
  await releaseJob(scope, id, first, 0)
  expect(await renewJob(scope, id, first, 60_000)).toBe(false)
  expect((await findJob(scope, id))?.run).toMatchObject({ state: 'running', errorCode: null, attempts: 2 })
  await finishJob(scope, id, second, { finishedAt: now, result: { stage: 'complete' } })
  expect((await findJob(scope, id))?.run).toMatchObject({ state: 'done' })
  expect(await claimJob(scope, id, 60_000)).toBe(0)
})

it('lets nobody claim a job while its lease lasts, nor one of another organization', async () => {
  const id = await job()
  expect(await claimJob(store.organization(organization), id, 60_000)).toBe(1)
  expect(await claimJob(store.organization(organization), id, 60_000)).toBe(0)
  await releaseJob(store.organization(organization), id, 1, 0)
  expect(await claimJob(store.organization(other), id, 60_000)).toBe(0)
  expect(await claimJob(store.organization(organization), id, 60_000)).toBe(2)
})
