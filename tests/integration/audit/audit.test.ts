import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { appendAudit } from '@/lib/store/audit'
import { BY_ITSELF, listAudit, listAuditInput } from '@/lib/use-cases/audit/list'
import { problem } from '../../support/problems'
import { type TwoOrganizations, twoOrganizations } from '../../support/two-organizations'

const ADA = randomUUID()
const GRACE = randomUUID()

describe('the audit log', () => {
  let house: TwoOrganizations

  beforeAll(async () => {
    house = await twoOrganizations()
    const scope = house.service.organization(house.own)
    for (let index = 0; index < 60; index++) {
      const detail = { name: `Warehouse ${index}`, host: 'db.example.com' }
      const [actorId, actorName] = index % 2 ? [ADA, 'Ada'] : [GRACE, 'Grace']
      await appendAudit(scope, { actorId, actorName, action: 'connection.created', detail })
    }
    await appendAudit(scope, { actorId: null, actorName: 'Latchkey', action: 'something.unheard_of' })
    const other = house.service.organization(house.other)
    await appendAudit(other, { actorId: ADA, actorName: 'Eve', action: 'other.secret' })
  })
  afterAll(() => house.close())

  const list = (
    address: object = {},
    role: 'organization_admin' | 'organization_auditor' = 'organization_auditor',
  ) => listAudit(house.as(role), listAuditInput.parse(address))

  it('shows each entry once over all pages, newest first, to admin and auditor', async () => {
    const first = await list()
    const second = await list({ after: first.next }, 'organization_admin')
    expect(await list({ before: second.previous })).toEqual(first)
    expect(first.entries).toHaveLength(50)
    expect(second.next).toBeNull()
    const ids = [...first.entries, ...second.entries].map(({ id }) => id)
    expect(new Set(ids).size).toBe(61)
    expect(ids).toEqual([...ids].sort().reverse())
  })

  it('tells what happened in a sentence, and an unknown kind by its code', async () => {
    const [newest, before] = (await list()).entries
    expect(newest?.sentence).toBe('something.unheard_of')
    expect(before).toMatchObject({ actorName: 'Ada', sentence: expect.stringContaining('“Warehouse 59”') })
  })

  it('is filtered by person, by kind, and by what the product did by itself', async () => {
    expect((await list({ person: ADA })).entries).toHaveLength(30)
    expect((await list({ person: BY_ITSELF })).entries).toHaveLength(1)
    expect((await list({ action: 'something.unheard_of' })).entries).toHaveLength(1)
    expect((await list({ action: 'something.unheard_of', person: ADA })).entries).toEqual([])
  })

  it('is filtered by days, both included', async () => {
    const today = new Date().toISOString().slice(0, 10)
    expect((await list({ from: today, to: today })).entries).toHaveLength(50)
    expect((await list({ to: '2020-01-01' })).entries).toEqual([])
    expect((await list({ from: '2100-01-01' })).entries).toEqual([])
  })

  it('offers the people and kinds that occur in it, and no others', async () => {
    const { actions, people } = await list()
    expect(actions.map(({ action }) => action)).toEqual(['connection.created', 'something.unheard_of'])
    expect(people.map(({ name }) => name).sort()).toEqual(['Ada', 'Grace', 'Latchkey, by itself'])
  })

  it('shows nothing of another organization, whatever it is asked for', async () => {
    const [theirs] = await house.sql<{ id: string }>(
      `SELECT id FROM audit_entries WHERE action = 'other.secret'`,
    )
    for (const address of [{ action: 'other.secret' }, { after: theirs?.id }, { person: ADA }, {}]) {
      expect(JSON.stringify(await list(address))).not.toMatch(/other\.secret|Eve/)
    }
  })

  it('is not for the vendor’s staff', async () => {
    await expect(listAudit(house.as(null), {})).rejects.toThrow(problem('forbidden'))
  })

  it.each([
    { before: 'x' },
    { before: `${randomUUID()}'` },
    { person: 'ada' },
    { person: ['a', 'b'] },
    { from: 'yesterday' },
    { to: '2026-02-31' },
    { action: 'x'.repeat(101) },
    { action: '' },
    { from: { gt: 1 } },
  ])('takes the address %j for the unfiltered log', (address) => {
    expect(listAuditInput.parse(address)).toEqual({})
  })
})
