import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { httpCore } from '@/lib/client/http-core'
import { httpTokenOffice } from '@/lib/client/token-office'
import { LatchkeyError } from '@/lib/domain/errors'
import type { WantedToken } from '@/lib/domain/service-tokens'
import { ADMIN_SESSION, SERVICE_TOKEN, ServiceWorld, WEB_TOKEN } from '../../support/service-world'

const world = new ServiceWorld()
const sessions = { admin: ADMIN_SESSION, auditor: '', support: '', operator: '', other: '' }
const otherOrganization = randomUUID()
const operator = randomUUID()

const sha256 = (text: string) => createHash('sha256').update(text).digest()

async function person(
  id: string,
  platformRole: string | null,
  member?: [organization: string, role: string],
) {
  await world.sql(
    'INSERT INTO users (id, email, name, password_hash, platform_role) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING',
    [id, `${id}@example.com`, platformRole ?? member?.[1], 'none', platformRole],
  )
  if (member) {
    await world.sql('INSERT INTO memberships (user_id, organization_id, role) VALUES ($1, $2, $3)', [
      id,
      ...member,
    ])
  }
  const session = randomBytes(32).toString('base64url')
  await world.sql(
    "INSERT INTO sessions (id, token_hash, user_id, expires_at) VALUES ($1, $2, $3, now() + interval '1 hour')",
    [randomUUID(), sha256(session), id],
  )
  return session
}

beforeAll(async () => {
  await world.sql('INSERT INTO organizations (id, name) VALUES ($1, $2)', [otherOrganization, 'Globex'])
  sessions.auditor = await person(randomUUID(), null, [world.organization, 'organization_auditor'])
  sessions.other = await person(randomUUID(), null, [otherOrganization, 'organization_admin'])
  sessions.support = await person(world.support, 'support_staff')
  sessions.operator = await person(operator, 'platform_operator')
})

const office = (who: keyof typeof sessions, token = WEB_TOKEN) =>
  httpTokenOffice({ url: world.url, token, session: sessions[who] })

const wanted = (more: Partial<WantedToken> = {}): WantedToken => ({
  id: randomUUID(),
  name: `billing-${randomBytes(4).toString('hex')}`,
  organizationId: world.organization,
  encryptClasses: ['secrets_and_credentials'],
  decryptClasses: [],
  lifeDays: 90,
  ...more,
})

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    (error: unknown) => (error instanceof LatchkeyError ? error.code : String(error)),
  )
}

interface TokenColumns {
  name: string
  token_hash: Buffer
  last_four: string
  by_platform: boolean
  organization_id: string | null
  created_by: string
  last_used_at: Date | null
  revoked_at: Date | null
  revoked_by: string | null
  requires_session: boolean
  days: number
}
const rowOf = async (id: string) =>
  (
    await world.sql<TokenColumns>(
      'SELECT *, round(extract(epoch FROM expires_at - created_at) / 86400)::int AS days FROM service_tokens WHERE id = $1',
      [id],
    )
  )[0]
const recordOf = (id: string, table = 'audit_entries') =>
  world.sql<{ action: string; actor_name: string; detail: object }>(
    `SELECT action, actor_name, detail FROM ${table} WHERE target = $1 ORDER BY id`,
    [id],
  )

const context = (organization: string = world.organization) =>
  ({ organization, dataClass: 'secrets_and_credentials', object: 'row-1', field: 'value' }) as const
const seal = (token: string, organization?: string) =>
  httpCore({ url: world.url, token }).encrypt([
    { context: context(organization), plaintext: new Uint8Array(3) },
  ])

describe('a token made by an organization admin', () => {
  const wish = wanted()
  let token = ''

  it('is told once, kept by its hash, ends in time, and is recorded in the same breath', async () => {
    token = await office('admin').issue(wish)
    expect(token).toMatch(/^lk_[\w-]{43}$/)
    expect(await rowOf(wish.id)).toMatchObject({
      name: wish.name,
      token_hash: sha256(token),
      last_four: token.slice(-4),
      by_platform: false,
      organization_id: world.organization,
      created_by: world.admin,
      requires_session: false,
      days: 90,
    })
    const entries = await recordOf(wish.id)
    expect(entries).toMatchObject([{ action: 'token.created', actor_name: 'Ada Marsh' }])
    expect(JSON.stringify(entries)).not.toContain(token)
  })

  it('does what it may in its organization, and nothing else', async () => {
    const [sealed] = await seal(token)
    expect(sealed?.ok).toBe(true)
    expect(await codeOf(seal(token, otherOrganization))).toBe('forbidden')
    const core = httpCore({ url: world.url, token })
    const item = { context: context(), ciphertext: sealed?.ok ? sealed.value : new Uint8Array() }
    expect(await codeOf(core.decrypt([item]))).toBe('forbidden')
  })

  it('makes no other tokens, whatever session comes with it', async () => {
    for (const own of [token, SERVICE_TOKEN]) {
      expect(await codeOf(office('admin', own).issue(wanted()))).toBe('forbidden')
      expect(await codeOf(office('admin', own).revoke(wish.id))).toBe('forbidden')
    }
  })

  it('notes its last use, at most once a minute', async () => {
    const first = await world.until(async () => (await rowOf(wish.id))?.last_used_at)
    await seal(token)
    await seal(token)
    expect((await rowOf(wish.id))?.last_used_at).toEqual(first)
    await world.sql("UPDATE service_tokens SET last_used_at = now() - interval '61 s' WHERE id = $1", [
      wish.id,
    ])
    await seal(token)
    const later = await world.until(async () => {
      const used = (await rowOf(wish.id))?.last_used_at
      return used && used >= first && used
    })
    expect(later.getTime()).toBeGreaterThanOrEqual(first.getTime())
  })

  it('is worth nothing from its revocation on; revoking it twice records it once', async () => {
    await office('admin').revoke(wish.id)
    await office('admin').revoke(wish.id)
    expect(await codeOf(seal(token))).toBe('not_signed_in')
    expect(await rowOf(wish.id)).toMatchObject({ revoked_by: world.admin })
    expect((await recordOf(wish.id)).map(({ action }) => action)).toEqual(['token.created', 'token.revoked'])
  })
})

describe('making a token', () => {
  it('that is asked for twice makes one', async () => {
    const wish = wanted()
    await office('admin').issue(wish)
    expect(await codeOf(office('admin').issue(wish))).toBe('already_submitted')
    expect(await recordOf(wish.id)).toHaveLength(1)
  })

  it('of the name of a live one is refused beside the name, unless another organization has it', async () => {
    const wish = wanted()
    await office('admin').issue(wish)
    const again = office('admin').issue(wanted({ name: wish.name }))
    await expect(again).rejects.toMatchObject({ code: 'invalid_input', fields: { name: expect.any(String) } })
    const elsewhere = wanted({
      name: wish.name,
      organizationId: otherOrganization as WantedToken['organizationId'],
    })
    expect(await codeOf(office('other').issue(elsewhere))).toBe('done')
    await office('admin').revoke(wish.id)
    expect(await codeOf(office('admin').issue(wanted({ name: wish.name })))).toBe('done')
  })

  it('never reaches beyond the role of who asks', async () => {
    const before = await world.sql('SELECT 1 FROM service_tokens')
    const everywhere = wanted({ organizationId: null })
    for (const [who, wish] of [
      ['admin', everywhere],
      ['auditor', wanted()],
      ['support', wanted()],
      ['support', everywhere],
      ['other', wanted()],
    ] as const) {
      expect([who, await codeOf(office(who).issue({ ...wish, id: randomUUID() }))]).toEqual([
        who,
        'forbidden',
      ])
    }
    expect(await world.sql('SELECT 1 FROM service_tokens')).toHaveLength(before.length)
  })

  it('is refused when it would do nothing, live too long, or ask for more than there is', async () => {
    const refused: object[] = [
      { encryptClasses: [] },
      { lifeDays: 366 },
      { lifeDays: 0 },
      { encryptClasses: ['other_exports'] },
      { name: 'Not A Name' },
      { requiresSession: false },
      { byPlatform: true },
    ]
    for (const more of refused) {
      const answer = office('admin').issue({ ...wanted(), ...more } as WantedToken)
      expect([more, await codeOf(answer)]).toEqual([more, 'invalid_input'])
    }
  })

  it('leaves no token when it can’t be recorded', async () => {
    await world.sql(
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$`,
    )
    for (const table of ['audit_entries', 'platform_audit_entries']) {
      await world.sql(
        `CREATE TRIGGER refuse BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION refuse()`,
      )
    }
    const wishes = [wanted(), wanted({ organizationId: null })]
    expect(await codeOf(office('admin').issue(wishes[0] as WantedToken))).toBe('internal')
    expect(await codeOf(office('operator').issue(wishes[1] as WantedToken))).toBe('internal')
    for (const { id } of wishes) expect(await rowOf(id)).toBeUndefined()
    await world.sql('DROP FUNCTION refuse CASCADE')
  })

  it('needs a live session', async () => {
    const nobody = httpTokenOffice({ url: world.url, token: WEB_TOKEN })
    expect(await codeOf(nobody.issue(wanted()))).toBe('not_signed_in')
  })
})

describe('a token of the platform', () => {
  it('may serve every organization, and stands in the platform’s record', async () => {
    const wish = wanted({ organizationId: null })
    const token = await office('operator').issue(wish)
    for (const organization of [world.organization, otherOrganization]) {
      expect((await seal(token, organization))[0]?.ok).toBe(true)
    }
    expect(await rowOf(wish.id)).toMatchObject({ by_platform: true, organization_id: null })
    expect(await recordOf(wish.id, 'platform_audit_entries')).toMatchObject([
      { action: 'token.created', actor_name: 'platform_operator' },
    ])
  })

  it('may serve one, and stands in that one’s record', async () => {
    const wish = wanted()
    const token = await office('operator').issue(wish)
    expect((await seal(token))[0]?.ok).toBe(true)
    expect(await codeOf(seal(token, otherOrganization))).toBe('forbidden')
    expect(await recordOf(wish.id)).toMatchObject([{ actor_name: 'platform_operator' }])
    expect(await recordOf(wish.id, 'platform_audit_entries')).toEqual([])
    const nowhere = randomUUID() as WantedToken['organizationId']
    expect(await codeOf(office('operator').issue(wanted({ organizationId: nowhere })))).toBe('not_found')
  })

  it('is not the organization’s to revoke, nor the other way round', async () => {
    const [own, platforms] = [wanted(), wanted()]
    await office('admin').issue(own)
    await office('operator').issue(platforms)
    expect(await codeOf(office('admin').revoke(platforms.id))).toBe('not_found')
    expect(await codeOf(office('operator').revoke(own.id))).toBe('not_found')
    for (const who of ['auditor', 'support', 'other'] as const) {
      expect([who, await codeOf(office(who).revoke(own.id))]).toEqual([who, 'not_found'])
    }
    for (const id of [randomUUID(), 'not-an-id', '../healthz']) {
      expect([id, await codeOf(office('admin').revoke(id))]).toEqual([id, 'not_found'])
    }
  })

  it('can’t be web’s own, which nobody revokes here', async () => {
    expect(await codeOf(office('operator').issue(wanted({ name: 'web', organizationId: null })))).toBe(
      'invalid_input',
    )
    const [web] = await world.sql<{ id: string }>("SELECT id FROM service_tokens WHERE name = 'web'")
    expect(await codeOf(office('operator').revoke(web?.id ?? ''))).toBe('not_found')
  })
})
