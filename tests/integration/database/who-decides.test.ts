import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { REQUEST_LIFETIME_DAYS } from '@/lib/domain/rotation'
import { makeSession } from '../../support/session'
import { type Person, type WebIntruder, webIntruder } from '../../support/web-intruder'
import { type Statement, writesOf } from '../../support/web-writes'

const NO_SESSION = { code: 'LK002' }
const NOT_THEIRS = { code: 'LK003' }
const CLOSED = { code: 'LK004' }
const DAY_MS = 24 * 3_600_000

let world: WebIntruder
let write: ReturnType<typeof writesOf>
beforeAll(async () => {
  world = await webIntruder()
  write = writesOf(world)
})
afterAll(() => world.close())

describe('a rotation request that web writes', () => {
  beforeEach(async () => {
    await world.owner.query('DELETE FROM rotation_requests')
  })

  const made = async (by: Person = 'ada', expiresInDays = 1): Promise<string> => {
    const [row] = (await world.as(by, write.request(by))) as { id: string }[]
    await world.owner.query('UPDATE rotation_requests SET expires_at = $2 WHERE id = $1', [
      row?.id,
      new Date(Date.now() + expiresInDays * DAY_MS),
    ])
    return row?.id ?? ''
  }
  const decide = (id: string, by: Person | null, decision = 'approved'): Statement => [
    `UPDATE rotation_requests SET decision = $2::text::"Decision", decided_by = $3, decided_at = '2001-01-01' WHERE id = $1
     RETURNING decision, decided_by, decided_at`,
    [id, decision, by && world.ids[by]],
  ]

  it.each([
    ['approved', { decision: 'approved', decided_by: randomUUID(), decided_at: new Date() }],
    ['rejected', { decision: 'rejected' }],
    ['with a decider', { decided_by: randomUUID() }],
    ['with a reason of a decision', { decision_reason: 'fine' }],
  ])('is refused when it comes %s already', async (_what, more) => {
    await expect(world.as('ada', write.request('ada', more))).rejects.toMatchObject(NOT_THEIRS)
  })

  it('is refused in anybody else’s name', async () => {
    await expect(world.as('ada', write.request('both'))).rejects.toMatchObject(NOT_THEIRS)
  })

  it('waits no longer than the rules say', async () => {
    const forEver = new Date('2999-01-01T00:00:00Z')
    const rows = await world.as('ada', write.request('ada', { expires_at: forEver }))
    const [{ requested_at, expires_at }] = rows as [Record<'requested_at' | 'expires_at', Date>]
    expect(expires_at.getTime() - requested_at.getTime()).toBe(REQUEST_LIFETIME_DAYS * DAY_MS)
  })

  it('is decided by support staff, at the database’s time', async () => {
    const rows = await world.as('sam', decide(await made(), 'sam'))
    const [row] = rows as [{ decision: string; decided_by: string; decided_at: Date }]
    expect(row).toMatchObject({ decision: 'approved', decided_by: world.ids.sam })
    expect(row.decided_at.getTime()).toBeGreaterThan(Date.now() - DAY_MS)
  })

  it('is decided by nobody for somebody else, nor by another role', async () => {
    const id = await made()
    await expect(world.as('sam', decide(id, 'kim'))).rejects.toMatchObject(NOT_THEIRS)
    for (const who of ['ada', 'ben', 'eve', 'olga'] as const) {
      await expect(world.as(who, decide(id, who))).rejects.toMatchObject(NOT_THEIRS)
    }
    await expect(world.as(null, decide(id, 'sam'))).rejects.toMatchObject(NO_SESSION)
    await expect(world.as(makeSession(), decide(id, 'sam'))).rejects.toMatchObject(NO_SESSION)
  })

  it('is not decided by who asked, whatever roles they have', async () => {
    const id = await made('both')
    await expect(world.as('both', decide(id, 'both'))).rejects.toMatchObject(NOT_THEIRS)
    await expect(world.as('both', decide(id, 'both', 'rejected'))).rejects.toMatchObject(NOT_THEIRS)
  })

  it('is decided once', async () => {
    const id = await made()
    await expect(world.as('sam', decide(id, 'sam', 'pending'))).rejects.toMatchObject(CLOSED)
    await world.as('sam', decide(id, 'sam', 'rejected'))
    await expect(world.as('kim', decide(id, 'kim'))).rejects.toMatchObject(CLOSED)
    await expect(world.as('sam', decide(id, 'sam'))).rejects.toMatchObject(CLOSED)
    await expect(world.as('sam', decide(id, 'sam', 'pending'))).rejects.toMatchObject(CLOSED)
  })

  it('is not decided after it expired', async () => {
    const id = await made('ada', -1)
    await expect(world.as('sam', decide(id, 'sam'))).rejects.toMatchObject(CLOSED)
    await expect(world.as('sam', decide(id, 'sam', 'rejected'))).rejects.toMatchObject(CLOSED)
  })

  it('is closed by nobody when it has expired, as rejected, by an admin of its organization', async () => {
    const open = await made()
    await expect(world.as('ada', decide(open, null, 'rejected'))).rejects.toMatchObject(CLOSED)
    await world.owner.query('DELETE FROM rotation_requests')
    const expired = await made('ada', -1)
    await expect(world.as('ada', decide(expired, null, 'approved'))).rejects.toMatchObject(CLOSED)
    await expect(world.as('eve', decide(expired, null, 'rejected'))).rejects.toMatchObject(NOT_THEIRS)
    await expect(world.as('both', decide(expired, null, 'rejected'))).resolves.toMatchObject([
      { decision: 'rejected', decided_by: null },
    ])
  })
})
