import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readSession, SESSION_LIFE_MS, startSession } from '@/lib/auth/sessions'
import { roleOf } from '@/lib/domain/actor'
import type { UserId } from '@/lib/domain/ids'
import { signOut, signOutEverywhere } from '@/lib/use-cases/session/sign-out'
import { type TwoOrganizations, twoOrganizations } from '@/tests/support/two-organizations'

let world: TwoOrganizations
let person: UserId

beforeAll(async () => {
  world = await twoOrganizations()
  person = world.as('organization_admin').actor.userId
})
afterAll(() => world.close())

const now = new Date()
const open = () => startSession(world.store.platform, person, now)
const read = (token: string, at = now) => readSession(world.store.platform, token, at)
const contextOf = async (token: string) => {
  const actor = await read(token)
  if (!actor) throw new Error('not signed in')
  return { ...world.as('organization_admin'), actor }
}

describe('a session', () => {
  it('says who it is, with the role of this moment', async () => {
    const token = await open()
    const actor = await read(token)
    expect(actor).toMatchObject({
      userId: person,
      platformRole: null,
      organization: { id: world.own, name: 'Northwind', role: 'organization_admin' },
    })
    await world.sql(`UPDATE memberships SET role = 'organization_auditor' WHERE user_id = $1`, [person])
    expect((await read(token))?.organization?.role).toBe('organization_auditor')
    await world.sql(`UPDATE memberships SET role = 'organization_admin' WHERE user_id = $1`, [person])
  })

  it('is kept by its hash alone', async () => {
    const token = await open()
    expect(token).toMatch(/^[\w-]{43}$/)
    const rows = await world.sql<{ token_hash: Buffer }>('SELECT token_hash FROM sessions')
    const hashes = rows.map((row) => row.token_hash.toString('hex'))
    expect(hashes).toContain(createHash('sha256').update(token).digest('hex'))
    expect(JSON.stringify(await world.sql('SELECT * FROM sessions'))).not.toContain(token)
  })

  it('is nobody’s when it is made up, or its row’s id is tried instead', async () => {
    const actor = await read(await open())
    for (const made of ['', 'x'.repeat(43), actor?.sessionId ?? '']) expect(await read(made)).toBeNull()
  })

  it('lives for twelve hours', async () => {
    const token = await open()
    expect(await read(token, new Date(now.getTime() + SESSION_LIFE_MS - 1))).not.toBeNull()
    expect(await read(token, new Date(now.getTime() + SESSION_LIFE_MS))).toBeNull()
    expect(SESSION_LIFE_MS).toBe(12 * 3_600_000)
  })

  it('ends by signing out, and the others of the person go on', async () => {
    const [one, two] = [await open(), await open()]
    await signOut(await contextOf(one))
    expect(await read(one)).toBeNull()
    expect(await read(two)).not.toBeNull()
  })

  it('ends with all the others by signing out everywhere, and nobody else’s does', async () => {
    const [one, two] = [await open(), await open()]
    const stranger = world.as('organization_admin', world.other).actor.userId
    const theirs = await startSession(world.store.platform, stranger, now)
    await signOutEverywhere(await contextOf(one))
    expect([await read(one), await read(two)]).toEqual([null, null])
    expect(await read(theirs)).not.toBeNull()
  })

  it('ends when its person is disabled', async () => {
    const token = await open()
    await world.sql('UPDATE users SET disabled_at = now() WHERE id = $1', [person])
    expect(await read(token)).toBeNull()
    await world.sql('UPDATE users SET disabled_at = NULL WHERE id = $1', [person])
  })

  it('gives no role to somebody who lost their membership', async () => {
    const token = await open()
    await world.sql('DELETE FROM memberships WHERE user_id = $1', [person])
    const actor = await read(token)
    expect(actor?.organization).toBeNull()
    expect(actor && roleOf(actor)).toBeNull()
    await world.sql(`INSERT INTO memberships (organization_id, user_id, role) VALUES ($1, $2, $3)`, [
      world.own,
      person,
      'organization_admin',
    ])
  })
})
