import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { ServiceWorld } from '../../support/service-world'

const world = new ServiceWorld()

describe('“check now” of a stopped key', () => {
  it('ends the stop with a second proof ten seconds later, and holds no worker meanwhile', async () => {
    const key = await world.aws.createKey()
    await world.job('link-key', { keyId: key, dutiesAcknowledged: true })
    await world.aws.atKey(key, 'disable')
    const denied = await world.job('check-now', {})
    expect(denied).toMatchObject({ result: { availability: 'stopped_denied', cause: 'DISABLED' } })
    await world.aws.atKey(key, 'enable')

    const id = randomUUID()
    await world.sql(
      "INSERT INTO jobs (id, organization_id, kind, requested_by) VALUES ($1, $2, 'check-now', $3)",
      [id, world.organization, world.admin],
    )
    const run = async () => {
      const [row] = await world.sql<{ state: string; attempts: number; result: object | null }>(
        'SELECT state, attempts, result FROM job_runs WHERE job_id = $1',
        [id],
      )
      return row
    }
    await world.until(async () => (await run())?.state === 'queued')
    const locked = () => world.sql('SELECT 1 FROM graphile_worker._private_jobs WHERE locked_at IS NOT NULL')
    await world.until(async () => (await locked()).length === 0)
    expect(await run()).toMatchObject({ state: 'queued' })
    await world.until(async () => (await run())?.state === 'done')
    expect(await run()).toMatchObject({ result: { availability: 'active' } })
  }, 60_000)
})
