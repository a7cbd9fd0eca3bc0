import { createHash, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSession } from '@/encryption-service/sign-in/start-session'
import { readSession, SESSION_LIFE_MS } from '@/lib/auth/sessions'
import { roleOf } from '@/lib/domain/actor'
import type { UserId } from '@/lib/domain/ids'
import { createDocument } from '@/lib/use-cases/documents/create'
import { signOut, signOutEverywhere } from '@/lib/use-cases/session/sign-out'
import { problem } from '@/tests/support/problems'
import { type TwoOrganizations, twoOrganizations } from '@/tests/support/two-organizations'

let world: TwoOrganizations
let person: UserId

beforeAll(async () => {
  world = await twoOrganizations()
  person = world.as('organization_admin').actor.userId
})
afterAll(() => world.close())

const now = new Date()
const open = (who = person) => startSession(world.service.platform, who, now)
const read = (token: string) => readSession(world.store.platform, token)
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

  it('is nobody’s when it is made up, or what the database keeps of it is tried instead', async () => {
    await open()
    const [row] = await world.sql<{ id: string; hash: string }>(
      `SELECT id, encode(token_hash, 'hex') AS hash FROM sessions`,
    )
    for (const made of ['', 'x'.repeat(43), row?.id ?? '', row?.hash ?? '']) {
      expect(await read(made)).toBeNull()
    }
  })

  it('lives for twelve hours', async () => {
    const token = await open()
    const hash = createHash('sha256').update(token).digest()
    const [row] = await world.sql<{ expires_at: Date }>(
      'SELECT expires_at FROM sessions WHERE token_hash = $1',
      [hash],
    )
    expect(row?.expires_at.getTime()).toBe(now.getTime() + SESSION_LIFE_MS)
    expect(SESSION_LIFE_MS).toBe(12 * 3_600_000)
    await world.sql('UPDATE sessions SET expires_at = now() WHERE token_hash = $1', [hash])
    expect(await read(token)).toBeNull()
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
    const theirs = await open(stranger)
    await signOutEverywhere(await contextOf(one))
    expect([await read(one), await read(two)]).toEqual([null, null])
    expect(await read(theirs)).not.toBeNull()
  })

  it('that has ended writes nothing more, and says so', async () => {
    const context = await contextOf(await open())
    await signOut(context)
    const form = { submissionId: randomUUID(), name: 'Too late', elements: [] }
    await expect(createDocument(context, form)).rejects.toThrow(problem('not_signed_in'))
    expect(await world.sql('SELECT 1 FROM submissions')).toEqual([])
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
