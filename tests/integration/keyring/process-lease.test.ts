import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Changes } from '@/lib/keyring/changes'
import { ProcessLease } from '@/lib/keyring/process-lease'
import { openStore, type Store } from '@/lib/store/open'
import { type TestDatabase, testDatabase } from '../../support/database'

let database: TestDatabase
let owner: Client
let store: Store
let now = { monoMs: 1_000_000, wallMs: Date.now() }
let takenOut = 0
let changes: Changes
let lease: ProcessLease
const id = randomUUID()

const pass = (monoMs: number, wallMs = monoMs) => {
  now = { monoMs: now.monoMs + monoMs, wallMs: now.wallMs + wallMs }
}
const rows = async () => (await owner.query<{ id: string }>('SELECT id FROM key_processes')).rows
const trouble = (error: unknown) => expect.fail(String(error))

beforeAll(async () => {
  database = await testDatabase()
  owner = new Client({ connectionString: database.ownerUrl })
  await owner.connect()
  store = openStore(database.serviceUrl, 2)
})
beforeEach(async () => {
  changes = new Changes()
  lease = new ProcessLease(
    id,
    store.platform,
    () => now,
    changes,
    () => {
      takenOut += 1
    },
  )
  await lease.begin(trouble)
  takenOut = 0
})
afterEach(() => lease.end())
afterAll(async () => {
  await store.close()
  await owner.end()
  await database.drop()
})

describe('the lease of a process', () => {
  it.each([
    ['the monotonic clock', [30_000, 0]],
    ['the wall clock', [0, 30_000]],
  ] as const)('is over after thirty seconds by %s alone', (_name, [monoMs, wallMs]) => {
    expect(lease.held).toBe(true)
    pass(monoMs - (monoMs ? 1 : 0), wallMs - (wallMs ? 1 : 0))
    expect(lease.held).toBe(true)
    pass(1)
    expect(lease.held).toBe(false)
  })

  it('is prolonged, and that counts as a change', async () => {
    pass(20_000)
    const before = changes.count
    await lease.rejoin()
    pass(20_000)
    expect([lease.held, takenOut]).toEqual([true, 0])
    expect(changes.count).toBeGreaterThan(before)
  })

  it('begins anew, with nothing loaded, when it was over or somebody took it away', async () => {
    pass(30_000)
    await lease.rejoin()
    expect([takenOut, lease.held]).toEqual([1, true])
    await owner.query('DELETE FROM key_processes')
    await lease.rejoin()
    expect([takenOut, lease.held, await rows()]).toEqual([2, true, [{ id }]])
  })

  it('ends those of others that are over, by the database’s clock', async () => {
    await owner.query("INSERT INTO key_processes (id, lease_until) VALUES ($1, now() - interval '1 ms')", [
      randomUUID(),
    ])
    pass(-3_600_000)
    await lease.rejoin()
    expect(await rows()).toEqual([{ id }])
  })

  it('is given up by a process that is what doesn’t work, until that asks for it again', async () => {
    await lease.withdraw()
    expect([takenOut, lease.held, lease.until, await rows()]).toEqual([1, false, null, []])
    await lease.rejoin()
    expect([lease.held, await rows()]).toEqual([true, [{ id }]])
  })
})
