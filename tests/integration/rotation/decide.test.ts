import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { deskView, rotationView } from '@/lib/domain/views/rotation'
import type { Context } from '@/lib/use-cases/context'
import { decideRotation } from '@/lib/use-cases/rotation/decide'
import { listDesk } from '@/lib/use-cases/rotation/list-desk'
import { readRotation } from '@/lib/use-cases/rotation/read'
import { readDesk } from '@/lib/use-cases/rotation/read-desk'
import { requestRotation } from '@/lib/use-cases/rotation/request'
import { KEYS, type KeyWorld, keyWorld } from '../../support/key-world'

describe('deciding a rotation', () => {
  let world: KeyWorld
  let sam: Context

  beforeAll(async () => {
    world = await keyWorld()
    await world.link(world.own, KEYS.current)
    sam = await world.staff('support_staff')
  })
  afterAll(() => world.close())
  beforeEach(async () => {
    await world.sql('DELETE FROM rotations')
    await world.sql('DELETE FROM rotation_requests')
    await world.sql('DELETE FROM jobs')
  })

  async function ask(context = world.as('organization_admin')): Promise<string> {
    const form = { submissionId: randomUUID(), reason: 'Yearly change', newKeyId: KEYS.next }
    return (await requestRotation(context, form)).requestId
  }
  const form = (requestId: string, more: object = {}) => ({
    submissionId: randomUUID(),
    requestId,
    decision: 'approved' as const,
    reason: 'Both keys are fine',
    ...more,
  })
  const rotateJobs = () => world.sql<{ input: unknown }>(`SELECT input FROM jobs WHERE kind = 'rotate'`)

  it('approves: decision, job and audit entry in one', async () => {
    const id = await ask()
    await decideRotation(sam, form(id))
    expect(await readRotation(world.as('organization_auditor'), { id })).toMatchObject({
      status: 'starting',
      decision: { outcome: 'approved', by: 'Sam Support', reason: 'Both keys are fine' },
    })
    expect(await rotateJobs()).toEqual([{ input: { requestId: id } }])
    const entries = await world.sql(
      `SELECT actor_name, organization_id FROM audit_entries WHERE action = 'rotation.approved' AND target = $1`,
      [id],
    )
    expect(entries).toEqual([{ actor_name: 'Sam Support', organization_id: world.own }])
  })

  it('rejects with a reason, without any work', async () => {
    const id = await ask()
    await decideRotation(sam, form(id, { decision: 'rejected', reason: 'Wrong account' }))
    expect(await readRotation(world.as('organization_admin'), { id })).toMatchObject({
      status: 'rejected',
      decision: { outcome: 'rejected', reason: 'Wrong account' },
    })
    expect(await rotateJobs()).toEqual([])
  })

  it.each([
    ['an admin of the organization', async () => world.as('organization_admin')],
    ['an auditor of the organization', async () => world.as('organization_auditor')],
    ['the platform operator', () => world.staff('platform_operator', 'Olga Operator')],
  ])('refuses %s', async (_who, contextOf) => {
    const id = await ask()
    await expect(decideRotation(await contextOf(), form(id))).rejects.toMatchObject({ code: 'forbidden' })
    await expect(readDesk(await contextOf(), { id })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(listDesk(await contextOf(), { show: 'all' })).rejects.toMatchObject({ code: 'forbidden' })
    expect(await rotateJobs()).toEqual([])
  })

  it('lets nobody decide a request of their own, whatever roles they have', async () => {
    const both = world.staffMember()
    const id = await ask(both)
    expect(await readDesk(both, { id })).toMatchObject({ own: true })
    for (const decision of ['approved', 'rejected'] as const) {
      await expect(decideRotation(both, form(id, { decision }))).rejects.toMatchObject({
        code: 'own_request',
      })
    }
    expect(await rotateJobs()).toEqual([])
    expect(await readDesk(sam, { id })).toMatchObject({ own: false, status: 'waiting' })
  })

  it('lets one of two deciders win', async () => {
    const id = await ask()
    const kim = await world.staff('support_staff', 'Kim Support')
    const outcomes = await Promise.allSettled([
      decideRotation(sam, form(id)),
      decideRotation(kim, form(id, { decision: 'rejected' })),
      decideRotation(kim, form(id)),
    ])
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'request_closed' })
    }
    const decided = await readDesk(sam, { id })
    expect(await rotateJobs()).toHaveLength(decided.decision?.outcome === 'approved' ? 1 : 0)
  })

  it('takes the same form once', async () => {
    const id = await ask()
    const sent = form(id)
    await decideRotation(sam, sent)
    await expect(decideRotation(sam, sent)).rejects.toMatchObject({ code: 'already_submitted' })
    expect(await rotateJobs()).toHaveLength(1)
  })

  it('decides nothing after the request expired', async () => {
    const id = await ask()
    const late = { ...sam, now: new Date(sam.now.getTime() + 8 * 24 * 60 * 60_000) }
    await expect(decideRotation(late, form(id))).rejects.toMatchObject({ code: 'request_closed' })
    expect(await rotateJobs()).toEqual([])
    expect(await readDesk(late, { id })).toMatchObject({ status: 'expired' })
  })

  it('knows no request by a wrong or malformed id', async () => {
    for (const id of [randomUUID(), 'nonsense']) {
      await expect(decideRotation(sam, form(id))).rejects.toMatchObject({ code: 'not_found' })
      await expect(readDesk(sam, { id })).rejects.toMatchObject({ code: 'not_found' })
    }
  })

  it('shows the desk what was checked, and the queue by filter', async () => {
    const id = await ask()
    expect(await readDesk(sam, { id })).toMatchObject({
      organization: { id: world.own, name: 'Northwind' },
      requesterIsAdmin: true,
      currentKey: { availability: 'active', cause: 'OK' },
      newKeyChecks: { state: 'queued', rows: [], passed: null },
    })
    const ids = async (show: 'waiting' | 'approved' | 'closed') =>
      (await listDesk(sam, { show })).requests.map((request) => request.id)
    expect([await ids('waiting'), await ids('approved'), await ids('closed')]).toEqual([[id], [], []])
    await decideRotation(sam, form(id))
    expect([await ids('waiting'), await ids('approved'), await ids('closed')]).toEqual([[], [id], []])
    await world.sql(
      `INSERT INTO rotations (id, organization_id, stage, finished_at) VALUES ($1, $2, 'complete', now())`,
      [id, world.own],
    )
    expect([await ids('waiting'), await ids('approved'), await ids('closed')]).toEqual([[], [], [id]])
  })

  it('shows both sides the course and the census, in the shape that the browser expects', async () => {
    const id = await ask()
    await decideRotation(sam, form(id))
    const at = new Date().toISOString()
    const census = {
      oldKeyId: KEYS.current,
      wrapsUnderOldKey: 0,
      sharesTotal: 1,
      sharesOpenedWithoutOldKey: 1,
      dataKeysTotal: 3,
      dataKeysOpenedWithoutOldKey: 3,
      checkedAt: at,
    }
    const course = [{ stage: 'complete', startedAt: at, finishedAt: at, counts: { shares: 1 } }]
    await world.sql(
      `INSERT INTO rotations (id, organization_id, stage, course, census, finished_at)
       VALUES ($1, $2, 'complete', $3, $4, now())`,
      [id, world.own, JSON.stringify(course), JSON.stringify(census)],
    )
    const seen = await readRotation(world.as('organization_auditor'), { id })
    expect(rotationView.parse(JSON.parse(JSON.stringify(seen)))).toEqual(seen)
    expect(seen).toMatchObject({ status: 'complete', rotation: { course, census } })
    const desk = await readDesk(sam, { id })
    expect(deskView.parse(JSON.parse(JSON.stringify(desk)))).toEqual(desk)
  })

  it('tells when the requester is no admin any more', async () => {
    const id = await ask()
    await world.sql(`UPDATE memberships SET role = 'organization_auditor' WHERE organization_id = $1`, [
      world.own,
    ])
    expect(await readDesk(sam, { id })).toMatchObject({ requesterIsAdmin: false })
  })
})
