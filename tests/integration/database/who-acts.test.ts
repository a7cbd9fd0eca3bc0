import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PERMISSIONS } from '@/lib/domain/permissions'
import { makeSession, openSession } from '../../support/session'
import { type Person, type WebIntruder, webIntruder } from '../../support/web-intruder'
import { insert, type Statement, writesOf } from '../../support/web-writes'

const PERMISSION_DENIED = { code: '42501' }
const NO_SESSION = { code: 'LK002' }
const NOT_THEIRS = { code: 'LK003' }
const DAY_MS = 24 * 3_600_000

let world: WebIntruder
let write: ReturnType<typeof writesOf>
beforeAll(async () => {
  world = await webIntruder()
  write = writesOf(world)
})
afterAll(() => world.close())

describe('web’s login and sessions', () => {
  it.each([
    'SELECT * FROM sessions',
    'SELECT token_hash FROM sessions',
    'SELECT id, user_id FROM sessions',
    'UPDATE sessions SET ended_at = now()',
    'DELETE FROM sessions',
    'SELECT password_hash FROM users',
    'SELECT * FROM users',
    'SELECT * FROM sign_in_attempts',
    'DELETE FROM sign_in_attempts',
    'SELECT * FROM pg_statistic',
    "SELECT latchkey_actor('00000000-0000-4000-8000-000000000000')",
  ])('is refused: %s', async (text) => {
    await expect(world.web(text)).rejects.toMatchObject(PERMISSION_DENIED)
  })

  it('sees no hash in the planner’s statistics either', async () => {
    await world.owner.query('ANALYZE sessions, users')
    const seen = `SELECT attname FROM pg_stats WHERE attname IN ('token_hash', 'password_hash')`
    expect((await world.owner.query(seen)).rows).not.toEqual([])
    expect(await world.web(seen)).toEqual([])
  })

  it('can’t make a session', async () => {
    const row = { id: randomUUID(), token_hash: makeSession().hash, user_id: world.ids.ada }
    const [text, values] = insert('sessions', { ...row, expires_at: new Date(Date.now() + DAY_MS) })
    await expect(world.web(text, values)).rejects.toMatchObject(PERMISSION_DENIED)
  })

  it('can’t change who people are or lift a throttle', async () => {
    for (const text of [
      `UPDATE users SET platform_role = 'support_staff'`,
      `INSERT INTO memberships (organization_id, user_id, role) VALUES ('${world.own}', '${world.ids.eve}', 'organization_admin')`,
      `INSERT INTO sign_in_attempts (email_hash, last_failed_at) VALUES ('x', now())`,
    ]) {
      await expect(world.web(text)).rejects.toMatchObject(PERMISSION_DENIED)
    }
  })

  it('learns whose session it is by showing it, and from an invented one nothing', async () => {
    const whose = 'SELECT latchkey_live_session($1) AS id'
    expect(await world.web(whose, [world.sessions.ada.hash])).toEqual([{ id: world.ids.ada }])
    expect(await world.web(whose, [makeSession().hash])).toEqual([{ id: null }])
  })

  it('ends the session that it shows, and only with it the others of its person', async () => {
    const [first, second] = [
      await openSession(world.owner, world.ids.ben),
      await openSession(world.owner, world.ids.ben),
    ]
    const live = async (session: { hash: Uint8Array }) =>
      (await world.web('SELECT latchkey_live_session($1) IS NOT NULL AS live', [session.hash]))[0]
    await world.web('SELECT latchkey_end_sessions($1, true)', [makeSession().hash])
    await world.web('SELECT latchkey_end_sessions($1, false)', [first.hash])
    expect([await live(first), await live(second)]).toEqual([{ live: false }, { live: true }])
    await world.web('SELECT latchkey_end_sessions($1, true)', [first.hash])
    expect(await live(second)).toEqual({ live: true })
    const third = await openSession(world.owner, world.ids.ben)
    await world.web('SELECT latchkey_end_sessions($1, true)', [third.hash])
    expect([await live(second), await live(world.sessions.ada)]).toEqual([{ live: false }, { live: true }])
    world.sessions.ben = await openSession(world.owner, world.ids.ben)
  })
})

describe('what web writes', () => {
  const everything = (by: Person = 'ada') => [
    write.job(by),
    write.entry(by),
    write.request(by),
    write.connection(),
    insert('submissions', { id: randomUUID(), organization_id: world.own }),
    insert('documents', {
      id: randomUUID(),
      organization_id: world.own,
      object_key: randomUUID(),
      key_header: Buffer.alloc(38),
      size_bytes: 1,
    }),
  ]

  it('is taken in the name of whose live session its transaction has named', async () => {
    for (const statement of everything()) await expect(world.as('ada', statement)).resolves.toHaveLength(1)
    await world.owner.query('DELETE FROM rotation_requests')
  })

  it('is refused when no session is named, or an invented one', async () => {
    for (const who of [null, makeSession()]) {
      for (const statement of everything()) {
        await expect(world.as(who, statement)).rejects.toMatchObject(NO_SESSION)
      }
    }
  })

  it('is refused when the named session belongs to another transaction', async () => {
    await world.as('ada', write.job('ada'))
    const [text, values] = write.job('ada')
    await expect(world.web(text, values)).rejects.toMatchObject(NO_SESSION)
  })

  it.each([
    ['has ended', 'UPDATE sessions SET ended_at = now() WHERE token_hash = $1'],
    ['has expired', `UPDATE sessions SET expires_at = now() - interval '1 s' WHERE token_hash = $1`],
    [
      'is of somebody disabled',
      'UPDATE users u SET disabled_at = now() FROM sessions s WHERE s.user_id = u.id AND s.token_hash = $1',
    ],
  ])('is refused when the session %s', async (_what, end) => {
    const session = await openSession(world.owner, world.ids.ada)
    await world.as(session, write.job('ada'))
    await world.owner.query(end, [session.hash])
    try {
      await expect(world.as(session, write.job('ada'))).rejects.toMatchObject(NO_SESSION)
    } finally {
      await world.owner.query('UPDATE users SET disabled_at = NULL')
    }
  })

  it('is refused in another organization, for all that has one', async () => {
    for (const statement of everything('eve')) {
      await expect(world.as('eve', statement)).rejects.toMatchObject(NOT_THEIRS)
    }
  })

  it('is refused to a role that may not', async () => {
    for (const who of ['ben', 'olga', 'sam'] as const) {
      for (const statement of [write.job(who), write.request(who), write.connection()]) {
        await expect(world.as(who, statement)).rejects.toMatchObject(NOT_THEIRS)
      }
    }
  })

  it('is refused when it changes or removes protected data for nobody, or for a stranger', async () => {
    const [made] = (await world.as('ada', write.connection())) as { id: string }[]
    const changes: Statement[] = [
      [`UPDATE connections SET host = 'b.example' WHERE id = $1`, [made?.id]],
      ['DELETE FROM connections WHERE id = $1', [made?.id]],
    ]
    for (const statement of changes) {
      await expect(world.as(null, statement)).rejects.toMatchObject(NO_SESSION)
      await expect(world.as('eve', statement)).rejects.toMatchObject(NOT_THEIRS)
      await expect(world.as('ben', statement)).rejects.toMatchObject(NOT_THEIRS)
      await expect(world.as('ada', statement)).resolves.toEqual([])
    }
    expect((await world.owner.query('SELECT 1 FROM connections WHERE id = $1', [made?.id])).rowCount).toBe(0)
  })

  it('carries the database’s time, whatever web says', async () => {
    const long_ago = new Date('2001-01-01T00:00:00Z')
    const tables: [Statement, string][] = [
      [write.job('ada', { created_at: long_ago }), 'created_at'],
      [write.connection({ created_at: long_ago }), 'created_at'],
      [write.entry('ada', { at: long_ago }), 'at'],
      [write.request('ada', { requested_at: long_ago }), 'requested_at'],
    ]
    for (const [statement, column] of tables) {
      const [row] = (await world.as('ada', statement)) as Record<string, Date>[]
      expect(row?.[column]?.getTime()).toBeGreaterThan(Date.now() - DAY_MS)
    }
    await world.owner.query('DELETE FROM rotation_requests')
  })
})

describe('a job that web queues', () => {
  it('is refused in anybody else’s name', async () => {
    await expect(world.as('ada', write.job('both'))).rejects.toMatchObject(NOT_THEIRS)
    await expect(world.as('ada', write.job('sam'))).rejects.toMatchObject(NOT_THEIRS)
  })

  it('carries out a rotation for support staff alone', async () => {
    await expect(world.as('ada', write.job('ada', { kind: 'rotate' }))).rejects.toMatchObject(NOT_THEIRS)
    await expect(world.as('olga', write.job('olga', { kind: 'rotate' }))).rejects.toMatchObject(NOT_THEIRS)
    await expect(world.as('sam', write.job('sam', { kind: 'rotate' }))).resolves.toHaveLength(1)
  })
})

describe('an audit entry that web writes', () => {
  it('is refused without an actor, or with another', async () => {
    await expect(world.as('ada', write.entry(null))).rejects.toMatchObject(NOT_THEIRS)
    await expect(world.as('ada', write.entry('both'))).rejects.toMatchObject(NOT_THEIRS)
    await expect(world.as('olga', write.entry('olga'))).rejects.toMatchObject(NOT_THEIRS)
  })

  it('tells of an offer by the operator alone', async () => {
    const offered = (by: Person) => write.entry(by, { action: 'keys.offer_requested' })
    for (const who of ['ada', 'sam'] as const) {
      await expect(world.as(who, offered(who))).rejects.toMatchObject(NOT_THEIRS)
    }
    await expect(world.as('olga', offered('olga'))).resolves.toHaveLength(1)
  })

  it('carries its actor’s own name', async () => {
    expect(await world.as('ada', write.entry('ada'))).toMatchObject([{ actor_name: 'ada' }])
    expect(await world.as('sam', write.entry('sam'))).toMatchObject([{ actor_name: 'sam' }])
  })

  it('stands where its time says, behind all the earlier ones', async () => {
    const first = '00000000-0000-7000-8000-000000000000'
    const last = 'ffffffff-ffff-7fff-bfff-ffffffffffff'
    const ids: string[] = []
    for (const id of [last, first, last]) {
      const rows = (await world.as('ada', write.entry('ada', { id }), write.entry('ada', { id }))) as {
        id: string
      }[]
      ids.push(...rows.map((row) => row.id))
    }
    expect(ids).toEqual([...ids].sort())
    for (const id of ids) {
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      const writtenAt = Number.parseInt(id.replace('-', '').slice(0, 12), 16)
      expect(Math.abs(writtenAt - Date.now())).toBeLessThan(DAY_MS)
    }
  })
})

describe('the rules', () => {
  it('hold for every table that web may write, and for each way of writing', async () => {
    const { rows } = await world.owner.query(`
      SELECT c.relname AS name, kind FROM pg_class c, unnest(ARRAY['INSERT', 'UPDATE', 'DELETE']) AS kind
      WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
        AND CASE kind WHEN 'DELETE' THEN has_table_privilege('latchkey_web', c.oid, kind)
                      ELSE has_any_column_privilege('latchkey_web', c.oid, kind) END`)
    const rules = await triggers()
    expect(rows.length).toBeGreaterThan(8)
    const unguarded = rows.filter(
      ({ name, kind }) => !rules.some((rule) => rule.table === name && rule.definition.includes(kind)),
    )
    expect(unguarded).toEqual([])
  })

  it.each([
    ['connections', 'who_acts', 'connections.write'],
    ['documents', 'who_acts', 'documents.write'],
    ['jobs', 'who_asks', 'keys.link'],
    ['jobs', 'who_asks', 'keys.check'],
    ['jobs', 'who_asks', 'connections.test'],
    ['jobs', 'who_approves', 'rotation.decide'],
    ['jobs', 'who_offers', 'platform.offer'],
    ['audit_entries', 'who_offers', 'platform.offer'],
    ['handoffs', 'who_acts', 'keys.link'],
    ['handoffs', 'who_revokes', 'keys.link'],
    ['rotation_requests', 'who_asks', 'rotation.request'],
    ['rotation_requests', 'who_closes', 'rotation.request'],
    ['rotation_requests', 'who_decides', 'rotation.decide'],
  ] as const)('name the same roles for %s (%s) as the permission %s', async (table, name, permission) => {
    const rule = (await triggers()).find((one) => one.table === table && one.name === name)
    const [, ...roles] = [...(rule?.definition ?? '').matchAll(/'([a-z_]*)'/g)]
      .map(([, word]) => word)
      .slice(-1 - PERMISSIONS[permission].length)
    expect(roles).toEqual([...PERMISSIONS[permission]])
  })

  async function triggers() {
    const { rows } = await world.owner.query(`
      SELECT tgrelid::regclass::text AS table, tgname AS name, pg_get_triggerdef(oid) AS definition
      FROM pg_trigger WHERE tgfoid = 'latchkey_who_acts'::regproc`)
    return rows as { table: string; name: string; definition: string }[]
  }
})

describe('the service and the owner', () => {
  it('are not bound to sessions, as web is', async () => {
    const bound = 'SELECT latchkey_is_web() AS bound'
    expect(await world.web(bound)).toEqual([{ bound: true }])
    expect((await world.owner.query(bound)).rows).toEqual([{ bound: false }])
    expect((await world.service.query(bound)).rows).toEqual([{ bound: false }])
    await expect(world.owner.query(...write.entry(null))).resolves.toMatchObject({ rowCount: 1 })
    await expect(world.service.query(...write.entry(null))).resolves.toMatchObject({ rowCount: 1 })
  })
})
