import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OrganizationId } from '@/lib/domain/ids'
import { openStore, type Store } from '@/lib/store/open'
import { type TestDatabase, testDatabase } from '../../support/database'

let database: TestDatabase
let store: Store
const mine = randomUUID() as OrganizationId
const theirs = randomUUID() as OrganizationId

const entry = (organizationId: OrganizationId) => ({ organizationId, actorName: 'Ada', action: 'test.entry' })

beforeAll(async () => {
  database = await testDatabase()
  store = openStore(database.ownerUrl)
  for (const id of [mine, theirs])
    await store.platform.db.organization.create({ data: { id, name: 'An organization' } })
})
afterAll(async () => {
  await store.close()
  await database.drop()
})

describe('a scope', () => {
  it('writes into its own organization, whatever the data says', async () => {
    const made = await store.organization(mine).db.auditEntry.create({ data: entry(theirs) })
    expect(made.organizationId).toBe(mine)
    await store.organization(mine).db.auditEntry.createMany({ data: [entry(theirs), entry(theirs)] })
    expect(await store.organization(theirs).db.auditEntry.count()).toBe(0)
    expect(await store.organization(mine).db.auditEntry.count()).toBe(3)
  })

  it('reads nothing of another organization, by id or by condition', async () => {
    const { db } = store.organization(theirs)
    const known = await store.organization(mine).db.auditEntry.findFirstOrThrow()
    expect(await db.auditEntry.findUnique({ where: { id: known.id } })).toBeNull()
    expect(
      await db.auditEntry.findMany({ where: { OR: [{ organizationId: mine }, { id: known.id }] } }),
    ).toEqual([])
    expect(await db.auditEntry.count({ where: { organizationId: mine } })).toBe(0)
    expect(await db.auditEntry.groupBy({ by: ['action'], where: { organizationId: mine } })).toEqual([])
    expect(await db.organization.findMany()).toMatchObject([{ id: theirs }])
  })

  it('moves no row to another organization', async () => {
    const { db } = store.organization(mine)
    const data = { id: randomUUID(), requestedBy: randomUUID(), kind: 'check-now' }
    await db.job.create({ data: { ...data, organizationId: mine } })
    await db.job.updateMany({ data: { organizationId: theirs, kind: 'preflight' } })
    expect(await db.job.findMany()).toMatchObject([{ organizationId: mine, kind: 'preflight' }])
    const move = db.job.update({
      where: { id: data.id },
      data: { organization: { connect: { id: theirs } } },
    })
    await expect(move).rejects.toThrow('stays with its organization')
  })

  it('keeps to its organization inside a transaction', async () => {
    await store.organization(theirs).transaction(async (tx) => {
      expect(await tx.db.auditEntry.count()).toBe(0)
      await tx.transaction(async (inner) => expect(await inner.db.auditEntry.count()).toBe(0))
    })
  })

  it('refuses models that belong to no organization', async () => {
    await expect(store.organization(mine).db.user.findMany()).rejects.toThrow('belongs to no organization')
  })
})
