import { createHash } from 'node:crypto'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore, type Store } from '@/lib/store/open'
import { createToken } from '@/lib/use-cases/setup/create-token'
import { demo, seedDemo } from '@/lib/use-cases/setup/seed-demo'
import { registerWebToken } from '@/scripts/lib/web-token'
import { type TestDatabase, testDatabase } from '@/tests/support/database'
import { problem } from '@/tests/support/problems'

let database: TestDatabase
let owner: Client
let store: Store

beforeAll(async () => {
  database = await testDatabase()
  owner = new Client({ connectionString: database.ownerUrl })
  await owner.connect()
  store = openStore(database.ownerUrl, 2)
})

afterAll(async () => {
  await Promise.all([store.close(), owner.end()])
  await database.drop()
})

const rows = async (text: string, values: unknown[] = []) => (await owner.query(text, values)).rows

describe('the seed of the demo', () => {
  const filling = demo.parse({
    people: [
      {
        email: 'ada@northwind.example',
        name: 'Ada Marsh',
        organization: 'Northwind',
        role: 'organization_admin',
        password: 'made-on-this-machine',
      },
      {
        email: 'ben@northwind.example',
        name: 'Ben Okafor',
        organization: 'Northwind',
        role: 'organization_auditor',
        password: 'made-on-this-machine',
      },
      { email: 'sam@latchkey.example', name: 'Sam Rivera', role: 'support_staff', password: 'made-here-too' },
    ],
  })

  it('makes organizations and people once, with an audit entry for each', async () => {
    await seedDemo(store, filling)
    await seedDemo(store, filling)
    expect(await rows('SELECT name FROM organizations')).toEqual([{ name: 'Northwind' }])
    expect(await rows('SELECT email, platform_role FROM users ORDER BY email')).toEqual([
      { email: 'ada@northwind.example', platform_role: null },
      { email: 'ben@northwind.example', platform_role: null },
      { email: 'sam@latchkey.example', platform_role: 'support_staff' },
    ])
    const entries = await rows('SELECT action FROM audit_entries ORDER BY id')
    expect(entries.map(({ action }) => action)).toEqual([
      'organization.created',
      'member.added',
      'member.added',
    ])
  })

  it('keeps passwords by argon2id alone', async () => {
    const hashes = await rows('SELECT password_hash AS hash FROM users')
    for (const { hash } of hashes) expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(new Set(hashes.map(({ hash }) => hash)).size).toBe(hashes.length)
  })

  it('refuses a role that does not go with belonging to an organization', () => {
    const mixed = { ...filling.people[0], role: 'support_staff' }
    expect(demo.safeParse({ people: [mixed] }).success).toBe(false)
  })
})

describe('a service token', () => {
  const wanted = {
    name: 'billing',
    encryptClasses: ['secrets_and_credentials'],
    decryptClasses: [],
    organizationId: null,
    requiresSession: false,
    expiresAt: null,
  }
  const now = new Date()
  const kept = () => rows(`SELECT * FROM service_tokens WHERE name = 'billing' AND revoked_at IS NULL`)

  it('is shown once and kept by its hash', async () => {
    const token = await createToken(store, wanted, now)
    expect(token).toMatch(/^lk_[\w-]{43}$/)
    const [row] = await kept()
    expect(row.token_hash.toString('hex')).toBe(createHash('sha256').update(token).digest('hex'))
    expect(JSON.stringify(row)).not.toContain(token)
    expect(row.last_four).toBe(token.slice(-4))
    expect(await rows('SELECT actor_name, action, target FROM platform_audit_entries')).toEqual([
      { actor_name: 'Set-up', action: 'token.created', target: 'billing' },
    ])
  })

  it('of the same name takes the place of the one before', async () => {
    const before = (await kept())[0].token_hash.toString('hex')
    await createToken(store, { ...wanted, decryptClasses: ['api_exports'] }, now)
    const after = await kept()
    expect(after).toHaveLength(1)
    expect(after[0].token_hash.toString('hex')).not.toBe(before)
    expect(after[0].decrypt_classes).toEqual(['api_exports'])
  })

  it.each([
    ['name', { name: 'Not A Name' }],
    ['name', { name: 'web' }],
    ['encryptClasses.0', { encryptClasses: ['other_exports'] }],
    ['decryptClasses.0', { decryptClasses: ['everything'] }],
    ['organizationId', { organizationId: '00000000-0000-4000-8000-000000000000' }],
    ['expiresAt', { expiresAt: now }],
  ])('is refused for a wrong %s', async (field, wrong) => {
    await expect(createToken(store, { ...wanted, ...wrong }, now)).rejects.toThrow(
      problem('invalid_input', { [field]: expect.any(String) as unknown as string }),
    )
  })

  it('of web reads names alone, and nothing without a session', async () => {
    await registerWebToken(owner, 'the token of web')
    expect(await rows(`SELECT * FROM service_tokens WHERE name = 'web'`)).toMatchObject([
      {
        decrypt_classes: ['document_metadata', 'platform_metadata'],
        requires_session: true,
        organization_id: null,
      },
    ])
  })

  it('of web that was replaced or revoked stays so', async () => {
    await registerWebToken(owner, 'another token of web')
    const live = `SELECT 1 FROM service_tokens WHERE name = 'web' AND revoked_at IS NULL`
    expect(await rows(live)).toHaveLength(1)
    await owner.query(`UPDATE service_tokens SET revoked_at = now() WHERE name = 'web'`)
    await registerWebToken(owner, 'another token of web')
    expect(await rows(live)).toEqual([])
  })
})
