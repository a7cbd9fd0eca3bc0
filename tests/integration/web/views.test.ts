import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { availabilityView } from '@/lib/domain/views/availability'
import { jobView } from '@/lib/domain/views/job'
import { readStory } from '@/lib/store/story'
import { readJob } from '@/lib/use-cases/jobs/read-job'
import { readAvailability } from '@/lib/use-cases/keys/read-availability'
import { problem } from '@/tests/support/problems'
import { type TwoOrganizations, twoOrganizations } from '@/tests/support/two-organizations'

let world: TwoOrganizations
const link = randomUUID()

beforeAll(async () => {
  world = await twoOrganizations()
})
afterAll(() => world.close())

describe('a job', () => {
  const id = randomUUID()
  const read = () => readJob(world.as('organization_auditor'), { id })

  it('is followed from the queue to its end', async () => {
    await world.sql('INSERT INTO jobs (id, organization_id, kind, requested_by) VALUES ($1, $2, $3, $4)', [
      id,
      world.own,
      'test-connection',
      randomUUID(),
    ])
    expect(jobView.parse(await read())).toMatchObject({ state: 'queued', progress: [], error: null })
    await world.sql(
      `INSERT INTO job_runs (job_id, organization_id, state, progress) VALUES ($1, $2, 'running', '[{"step":1}]')`,
      [id, world.own],
    )
    expect(await read()).toMatchObject({ state: 'running', progress: [{ step: 1 }] })
    await world.sql(
      `UPDATE job_runs SET state = 'failed', error_code = 'wrong_password', finished_at = now() WHERE job_id = $1`,
      [id],
    )
    expect(jobView.parse(await read())).toMatchObject({
      state: 'failed',
      error: { code: 'wrong_password', message: 'The database refused user or password.' },
    })
  })

  it('of another organization looks like one that doesn’t exist', async () => {
    const theirs = world.as('organization_admin', world.other)
    await expect(readJob(theirs, { id })).rejects.toThrow(problem('not_found'))
    await expect(readJob(theirs, { id: randomUUID() })).rejects.toThrow(problem('not_found'))
  })

  it('is not for the vendor’s people', async () => {
    await expect(readJob(world.as(null), { id })).rejects.toThrow(problem('forbidden'))
  })
})

describe('the availability of the key', () => {
  const read = async () => availabilityView.parse(await readAvailability(world.as('organization_auditor')))
  const become = (state: string, cause: string, lastProof: string) =>
    world.sql(
      `INSERT INTO link_availabilities (link_id, organization_id, availability, cause, last_proof_at)
       VALUES ($1, $2, $3::"Availability", $4, now() - $5::interval)
       ON CONFLICT (link_id) DO UPDATE SET availability = $3::"Availability", cause = $4, last_proof_at = now() - $5::interval`,
      [link, world.own, state, cause, lastProof],
    )

  it('is none without a link', async () => {
    expect(await read()).toMatchObject({ state: 'none', since: null })
  })

  it('says whose move it is when the key refuses us', async () => {
    await world.sql(
      `INSERT INTO key_links (id, organization_id, provider, key_id, region, scope, state, duties_acknowledged_by)
       VALUES ($1, $2, 'aws', 'arn', 'eu-central-1', 'all', 'active', $3)`,
      [link, world.own, randomUUID()],
    )
    await become('active', 'OK', '1 second')
    expect(await read()).toMatchObject({ state: 'active', reason: '', fix: '' })
    await become('stopped_denied', 'DISABLED', '1 second')
    expect(await read()).toMatchObject({
      state: 'stopped_denied',
      reason: 'The key is disabled in your AWS account.',
      fix: expect.stringContaining('Your cloud administrator has to enable it'),
    })
  })

  it('counts down the ten minutes of grace, and ends them by the clock', async () => {
    await become('grace', 'UNREACHABLE', '4 minutes')
    const { state, graceEnds, now } = await read()
    const left = new Date(graceEnds ?? 0).getTime() - new Date(now).getTime()
    expect(state).toBe('grace')
    expect(left / 60_000).toBeCloseTo(6, 0)
    await become('grace', 'UNREACHABLE', '10 minutes 1 second')
    expect(await read()).toMatchObject({ state: 'stopped_unreachable', graceEnds: null })
  })

  it('is only one’s own organization’s', async () => {
    expect(await readAvailability(world.as('organization_admin', world.other))).toMatchObject({
      state: 'none',
    })
    await expect(readAvailability(world.as(null))).rejects.toThrow(problem('forbidden'))
  })
})

describe('the story', () => {
  const facts = () => readStory(world.store.organization(world.other))

  it('ticks off what left its trace, in this organization alone', async () => {
    expect(Object.values(await facts())).toEqual(Array(6).fill(false))
    for (const action of ['availability.stopped', 'availability.returned']) {
      await world.sql(
        `INSERT INTO audit_entries (id, organization_id, actor_name, action) VALUES ($1, $2, 'x', $3)`,
        [randomUUID(), world.other, action],
      )
    }
    expect(await facts()).toMatchObject({ stopped: true, returned: true, keyLinked: false })
    expect(await readStory(world.store.organization(world.own))).toMatchObject({
      stopped: false,
      keyLinked: true,
    })
  })
})
