import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { credentialContext } from '@/lib/domain/connection-binding'
import { claimJob } from '@/lib/store/jobs'
import { hostilePostgres } from '../../support/hostile-postgres'
import { ServiceWorld } from '../../support/service-world'

/** More than there are workers. */
const FLOOD = 24
const world = new ServiceWorld({ withService: false })
const other = randomUUID()
const otherAdmin = randomUUID()

async function ask(organization: string, kind: string, input: object, requestedBy: string): Promise<string> {
  const id = randomUUID()
  await world.sql(
    'INSERT INTO jobs (id, organization_id, kind, input, requested_by) VALUES ($1, $2, $3, $4, $5)',
    [id, organization, kind, JSON.stringify(input), requestedBy],
  )
  return id
}

const stateOf = async (id: string) =>
  (await world.sql<{ state: string }>('SELECT state FROM job_runs WHERE job_id = $1', [id]))[0]?.state

beforeAll(async () => {
  await world.sql('INSERT INTO organizations (id, name) VALUES ($1, $2)', [other, 'Contoso'])
  await world.sql('INSERT INTO users (id, email, name, password_hash) VALUES ($1, $2, $3, $4)', [
    otherAdmin,
    'carla@contoso.example',
    'Carla',
    'none',
  ])
  await world.sql('INSERT INTO memberships (organization_id, user_id, role) VALUES ($1, $2, $3)', [
    other,
    otherAdmin,
    'organization_admin',
  ])
})
afterAll(() => world.stop())

describe('the workers', () => {
  it('serve another organization while one floods them with tests of a database that hangs', async () => {
    let hanging = 0
    const port = await hostilePostgres(() => {
      hanging += 1
    })
    await world.start({ LATCHKEY_ALLOWED_HOSTS: `127.0.0.1:${port}` })
    const id = randomUUID()
    const target = { id, host: '127.0.0.1', port, database: 'app', username: 'reader' }
    const [sealed] = await world
      .core()
      .encrypt([
        { context: credentialContext(world.organization, target), plaintext: new TextEncoder().encode('x') },
      ])
    if (!sealed?.ok) throw new Error(sealed?.code)
    await world.sql(
      `INSERT INTO connections (id, organization_id, name, host, port, database, username, verify_tls, credential)
       VALUES ($1, $2, 'Hangs', $3, $4, $5, $6, false, $7)`,
      [
        id,
        world.organization,
        target.host,
        port,
        target.database,
        target.username,
        Buffer.from(sealed.value),
      ],
    )
    const flood = await Promise.all(
      Array.from({ length: FLOOD }, () =>
        ask(world.organization, 'test-connection', { connectionId: id }, world.admin),
      ),
    )
    await world.until(async () => hanging > 0)

    const check = await ask(other, 'check-now', {}, otherAdmin)
    const ownCheck = await ask(world.organization, 'check-now', {}, world.admin)
    for (const asked of [check, ownCheck]) {
      // No key is linked: that is the answer, and it came while the flood still stands.
      await world.until(async () => (await stateOf(asked)) === 'failed')
    }
    const states = await Promise.all(flood.map(stateOf))
    expect(states.filter((state) => state === 'running').length).toBeLessThanOrEqual(1)
    expect(states.filter((state) => state === undefined).length).toBeGreaterThan(FLOOD / 2)
    await world.sql('DELETE FROM jobs j WHERE NOT EXISTS (SELECT 1 FROM job_runs r WHERE r.job_id = j.id)')
    await world.stop()
  }, 60_000)

  it('take up a queue that a dead process held', async () => {
    await world.sql('DELETE FROM graphile_worker._private_jobs')
    const stuck = await ask(other, 'check-now', {}, otherAdmin)
    const waiting = await ask(other, 'check-now', {}, otherAdmin)
    // A process claimed it, locked its queue, and was killed a minute ago.
    const organization = world.store.organization(other as typeof world.organization)
    expect(await claimJob(organization, stuck, 0)).toBe(1)
    await world.sql(
      "UPDATE graphile_worker._private_jobs SET locked_at = now() - interval '1 minute', locked_by = 'dead' WHERE payload ->> 'jobId' = $1",
      [stuck],
    )
    await world.sql(
      "UPDATE graphile_worker._private_job_queues SET locked_at = now() - interval '1 minute', locked_by = 'dead'",
    )
    await world.start()
    for (const asked of [stuck, waiting]) await world.until(async () => (await stateOf(asked)) === 'failed')
  }, 60_000)
})
