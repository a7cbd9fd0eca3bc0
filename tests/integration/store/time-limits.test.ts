import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openStore, type Store } from '@/lib/store/open'
import { type TestDatabase, testDatabase } from '../../support/database'
import { problem } from '../../support/problems'

const LIMITS = { connectMs: 1_000, statementMs: 500, answerMs: 1_000, idleInTransactionMs: 500 }
const away = problem('service_unavailable')
let database: TestDatabase
let locker: Client
const stores: Store[] = []

/** A line to the database that can be cut without either side being told. */
const lines: Socket[] = []
let isSilent = false
const proxy = createServer((line) => {
  const { hostname, port } = new URL(database.ownerUrl)
  const server = connect(Number(port), hostname)
  lines.push(line, server)
  for (const socket of [line, server]) socket.on('error', () => socket.destroy())
  line.on('data', (bytes) => isSilent || server.write(bytes))
  server.on('data', (bytes) => isSilent || line.write(bytes))
})

function open(url: string): Store {
  const store = openStore(url, 2, LIMITS)
  stores.push(store)
  return store
}

function throughProxy(): string {
  const url = new URL(database.ownerUrl)
  url.port = String((proxy.address() as AddressInfo).port)
  return url.href
}

beforeAll(async () => {
  database = await testDatabase()
  locker = new Client({ connectionString: database.ownerUrl })
  await locker.connect()
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
})
afterEach(async () => {
  isSilent = false
  for (const line of lines.splice(0)) line.destroy()
  await Promise.all(stores.splice(0).map((store) => store.close()))
})
afterAll(async () => {
  proxy.close()
  await locker.end()
  await database.drop()
})

describe('a database that hangs', () => {
  it('ends a query that waits for a lock, and serves the next one', async () => {
    const store = open(database.ownerUrl)
    await locker.query('BEGIN; LOCK TABLE organizations')
    await expect(store.platform.db.organization.count()).rejects.toThrow(away)
    await expect(store.platform.transaction(({ db }) => db.organization.count())).rejects.toThrow(away)
    await locker.query('ROLLBACK')
    expect(await store.platform.db.organization.count()).toBe(0)
  })

  it('ends a transaction that is left open', async () => {
    const store = open(database.ownerUrl)
    const left = store.platform.transaction(async ({ db }) => {
      await db.organization.count()
      await new Promise((resolve) => setTimeout(resolve, 1_000))
      return db.organization.count()
    })
    await expect(left).rejects.toThrow(away)
    expect(await store.platform.db.organization.count()).toBe(0)
  })

  it('ends what waits for an answer that never comes, or for a connection', async () => {
    const store = open(throughProxy())
    expect(await store.platform.db.organization.count()).toBe(0)
    isSilent = true
    const asked = Array.from({ length: 4 }, () => store.platform.db.organization.count())
    for (const outcome of await Promise.allSettled(asked)) expect(outcome).toMatchObject({ reason: away })
  })

  it('that is gone says the same', async () => {
    const url = new URL(throughProxy())
    url.port = '1'
    await expect(open(url.href).platform.db.organization.count()).rejects.toThrow(away)
  })
})

describe('a store that was closed', () => {
  it('is not opened again by what is still under way', async () => {
    const store = open(database.ownerUrl)
    await store.platform.db.organization.count()
    await store.close()
    await expect(store.platform.db.organization.count()).rejects.toThrow(away)
    await expect(store.platform.transaction(({ db }) => db.organization.count())).rejects.toThrow(away)
  })
})
