import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { listRotations } from '@/lib/use-cases/rotation/list'
import { readRotation } from '@/lib/use-cases/rotation/read'
import { readRequestForm } from '@/lib/use-cases/rotation/read-form'
import { requestRotation } from '@/lib/use-cases/rotation/request'
import { KEYS, type KeyWorld, keyWorld } from '../../support/key-world'

describe('asking for a rotation', () => {
  let world: KeyWorld

  beforeAll(async () => {
    world = await keyWorld()
    await world.link(world.own, KEYS.current)
  })
  afterAll(() => world.close())
  beforeEach(async () => {
    await world.sql('DELETE FROM rotation_requests')
    await world.sql('DELETE FROM jobs')
  })

  const form = (more: object = {}) => ({
    submissionId: randomUUID(),
    reason: 'Yearly change',
    newKeyId: KEYS.next,
    ...more,
  })
  const admin = () => world.as('organization_admin')
  /** Has every request so far be made that much earlier; the clock that counts is the database's. */
  const age = (days: number) =>
    world.sql(
      'UPDATE rotation_requests SET requested_at = requested_at - $1::interval, expires_at = expires_at - $1::interval',
      [`${days * 24} hours`],
    )

  it('records the request, has both keys checked, and enters it into the audit log', async () => {
    const { requestId } = await requestRotation(admin(), form())
    const view = await readRotation(admin(), { id: requestId })
    expect(view).toMatchObject({
      status: 'waiting',
      reason: 'Yearly change',
      oldKeyId: KEYS.current,
      newKeyId: KEYS.next,
      decision: null,
      rotation: null,
    })
    const kinds = await world.sql<{ kind: string }>('SELECT kind FROM jobs ORDER BY kind')
    expect(kinds.map((job) => job.kind)).toEqual(['check-now', 'preflight'])
    const entries = await world.sql('SELECT action, detail FROM audit_entries WHERE target = $1', [requestId])
    expect(entries).toEqual([
      {
        action: 'rotation.requested',
        detail: { reason: 'Yearly change', oldKeyId: KEYS.current, newKeyId: KEYS.next },
      },
    ])
  })

  it.each([
    ['an auditor', () => world.as('organization_auditor')],
    ['somebody without an organization', () => world.as(null)],
  ])('refuses %s', async (_who, context) => {
    await expect(requestRotation(context(), form())).rejects.toMatchObject({ code: 'forbidden' })
    expect(await world.count('rotation_requests')).toBe(0)
  })

  it('takes the same form once', async () => {
    const sent = form()
    const outcomes = await Promise.allSettled([
      requestRotation(admin(), sent),
      requestRotation(admin(), sent),
    ])
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'already_submitted' },
    })
    expect(await world.count('rotation_requests')).toBe(1)
  })

  it('has one open request at a time, also when two are made at once', async () => {
    const outcomes = await Promise.allSettled([
      requestRotation(admin(), form()),
      requestRotation(admin(), form({ newKeyId: KEYS.third })),
    ])
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'rotation_in_progress' },
    })
    expect(await world.count('rotation_requests')).toBe(1)
    await expect(requestRotation(admin(), form())).rejects.toMatchObject({ code: 'rotation_in_progress' })
  })

  it('lets a request that nobody decided make way for a new one, and says so in the audit log', async () => {
    const first = await requestRotation(admin(), form())
    await age(6.9)
    await expect(requestRotation(admin(), form())).rejects.toMatchObject({ code: 'rotation_in_progress' })
    await age(0.1)
    await requestRotation(admin(), form())
    const { requests } = await listRotations(admin())
    expect(requests.map(({ status }) => status)).toEqual(['waiting', 'expired'])
    const entries = await world.sql('SELECT action FROM audit_entries WHERE target = $1 ORDER BY id', [
      first.requestId,
    ])
    expect(entries).toEqual([{ action: 'rotation.requested' }, { action: 'rotation.expired' }])
  })

  it.each([
    ['the key in use', KEYS.current, 'key in use'],
    ['an alias', 'arn:aws:kms:eu-central-1:111122223333:alias/mine', 'alias'],
    ['a bare key id', '22222222-2222-4222-8222-222222222222', 'id alone'],
    ['a region that is not offered', KEYS.next.replace('eu-central-1', 'us-east-1'), 'region'],
    ['nothing', '', 'Paste'],
  ])('refuses %s beside its field and stores nothing', async (_what, newKeyId, words) => {
    const refusal = expect(requestRotation(admin(), form({ newKeyId }))).rejects
    await refusal.toMatchObject({
      code: 'invalid_input',
      fields: { newKeyId: expect.stringContaining(words) },
    })
    expect(await world.count('rotation_requests')).toBe(0)
    expect(await world.count('jobs')).toBe(0)
  })

  it('tells beforehand what it costs, and what stands in its way', async () => {
    const before = await readRequestForm(world.as('organization_auditor'))
    expect(before).toMatchObject({
      mayRequest: false,
      openRequestId: null,
      wizard: { linkedKeyId: KEYS.current },
    })
    expect(before.kmsCalls).toBeGreaterThan(0)
    const { requestId } = await requestRotation(admin(), form())
    expect(await readRequestForm(admin())).toMatchObject({ mayRequest: true, openRequestId: requestId })
    await expect(readRequestForm(world.as(null))).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('needs a linked key', async () => {
    const other = world.as('organization_admin', world.other)
    await expect(requestRotation(other, form())).rejects.toMatchObject({ code: 'no_key_linked' })
  })

  it('shows another organization nothing of it', async () => {
    const { requestId } = await requestRotation(admin(), form())
    const other = world.as('organization_admin', world.other)
    await expect(readRotation(other, { id: requestId })).rejects.toMatchObject({ code: 'not_found' })
    await expect(readRotation(other, { id: randomUUID() })).rejects.toMatchObject({ code: 'not_found' })
    await expect(readRotation(other, { id: 'nonsense' })).rejects.toMatchObject({ code: 'not_found' })
    expect(await listRotations(other)).toEqual({ requests: [], currentKeyId: null, openRequestId: null })
  })
})
