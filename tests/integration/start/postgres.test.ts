import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findFreePort } from '../../../scripts/lib/ports.mjs'
import { type PostgresServer, startPostgres } from '../../../scripts/lib/postgres'
import { Problem } from '../../../scripts/lib/problem.mjs'

const password = 'known-to-this-test'

describe('the embedded PostgreSQL', () => {
  let folder: string
  let running: PostgresServer[]

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'latchkey-postgres-'))
    chmodSync(folder, 0o755)
    running = []
  })
  afterEach(async () => {
    await Promise.all(running.map((server) => server.stop()))
    rmSync(folder, { recursive: true, force: true })
  })

  async function start(): Promise<PostgresServer> {
    const dataFolder = path.join(folder, 'data')
    const settings = { fsync: 'off' }
    const server = await startPostgres({ dataFolder, choosePort: findFreePort, password, settings })
    running.push(server)
    return server
  }

  async function query(url: string, sql: string): Promise<unknown[]> {
    const client = new Client({ connectionString: url })
    await client.connect()
    try {
      return (await client.query(sql)).rows
    } finally {
      await client.end()
    }
  }

  it('lets nobody in without the password', async () => {
    const { adminUrl } = await start()
    await expect(query(adminUrl().replace(password, 'another'), 'SELECT 1')).rejects.toMatchObject({
      code: '28P01',
    })
    await expect(query(adminUrl().replace(`:${password}`, ''), 'SELECT 1')).rejects.toThrow()
    expect(await query(adminUrl(), 'SHOW listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }])
  })

  it('stops a server that was left behind, and finds its data again', async () => {
    const left = await start()
    await query(left.adminUrl(), 'CREATE TABLE kept AS SELECT 1 AS one')
    const next = await start()
    await left.ended
    expect(await query(next.adminUrl(), 'SELECT one FROM kept')).toEqual([{ one: 1 }])
  })

  it.each([
    ['holds something else', () => rmSync(path.join(folder, 'data/PG_VERSION'))],
    ['is of another version', () => writeFileSync(path.join(folder, 'data/PG_VERSION'), '9\n')],
    ['lost a part', () => rmSync(path.join(folder, 'data/global'), { recursive: true })],
  ])('says in one line what to do when its folder %s', async (_, breakIt) => {
    await (await start()).stop()
    breakIt()
    const problem = await start().catch((error: unknown) => error)
    expect(problem).toBeInstanceOf(Problem)
    expect((problem as Problem).message).toMatch(/^[^\n]*LATCHKEY_DATA_DIR[^\n]*$/)
  })
})
