import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { OrganizationId } from '@/lib/domain/ids'
import { claimJob, findJob, finishJob, insertJob, releaseJob } from '@/lib/store/jobs'
import { openStore, type Store } from '@/lib/store/open'
import { type TestDatabase, testDatabase } from '../../support/database'

let database: TestDatabase
let store: Store
const organization = randomUUID() as OrganizationId

beforeAll(async () => {
  database = await testDatabase()
  store = openStore(database.ownerUrl)
  await store.platform.db.organization.create({ data: { id: organization, name: 'An organization' } })
})
afterAll(async () => {
  await store.close()
  await database.drop()
})

it('lets only the process that claimed a job last say how it ended', async () => {
  const scope = store.organization(organization)
  const id = randomUUID()
  await insertJob(scope, { id, kind: 'check-now', input: {}, requestedBy: randomUUID() })
  const now = new Date()
  const first = await claimJob(scope, id, now, now)
  const second = await claimJob(scope, id, now, new Date(now.getTime() + 60_000))
  expect([first, second]).toEqual([1, 2])

  await finishJob(scope, id, first, { finishedAt: now, errorCode: 'internal' })
  await releaseJob(scope, id, first, now)
  expect((await findJob(scope, id))?.run).toMatchObject({ state: 'running', errorCode: null, attempts: 2 })
  await finishJob(scope, id, second, { finishedAt: now, result: { stage: 'complete' } })
  expect((await findJob(scope, id))?.run).toMatchObject({ state: 'done' })
})
