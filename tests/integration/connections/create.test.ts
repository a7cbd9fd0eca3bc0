import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { credentialContext } from '@/lib/domain/connection-binding'
import { valueOrThrow } from '@/lib/domain/encryption-core'
import { parseInput } from '@/lib/domain/form-input'
import { createConnection, createConnectionInput } from '@/lib/use-cases/connections/create'
import { problem } from '../../support/problems'
import { type TwoOrganizations, twoOrganizations } from '../../support/two-organizations'
import { newConnection, PASSWORD } from './fixtures'

interface Row {
  id: string
  credential: Buffer
  verify_tls: boolean
}

describe('adding a connection', () => {
  let house: TwoOrganizations

  beforeAll(async () => {
    house = await twoOrganizations()
  })
  afterAll(() => house.close())

  const rowsNamed = (name: string) => house.sql<Row>('SELECT * FROM connections WHERE name = $1', [name])
  const everything = async () => {
    const [counts] = await house.sql<Record<string, string>>(
      `SELECT (SELECT count(*) FROM connections) AS connections, (SELECT count(*) FROM audit_entries) AS entries,
        (SELECT count(*) FROM submissions) AS submissions`,
    )
    return counts
  }

  it('stores the password as ciphertext that opens for this very target', async () => {
    const input = newConnection()
    const { id } = await createConnection(house.as('organization_admin'), input)
    const [row] = await rowsNamed(input.name)
    expect(row?.id).toBe(id)
    expect(row?.credential.includes(PASSWORD)).toBe(false)
    const open = async (changes: object) => {
      const context = credentialContext(house.own, { ...input, id, ...changes })
      const ciphertext = new Uint8Array(row?.credential ?? [])
      const [outcome] = await house.core.decrypt([{ context, ciphertext }])
      return new TextDecoder().decode(valueOrThrow(outcome))
    }
    expect(await open({})).toBe(PASSWORD)
    for (const other of [{ host: 'evil.example' }, { port: 5433 }, { database: 'b' }, { username: 'root' }]) {
      await expect(open(other)).rejects.toThrow(problem('does_not_open'))
    }
  })

  it('records who added what, without the password', async () => {
    const input = newConnection()
    const { id } = await createConnection(house.as('organization_admin'), input)
    const entries = await house.sql<{ action: string; detail: object }>(
      'SELECT action, detail FROM audit_entries WHERE target = $1',
      [id],
    )
    const { name, host, port, database, username, verifyTls } = input
    const detail = { name, host, port, database, username, verifyTls }
    expect(entries).toEqual([{ action: 'connection.created', detail }])
  })

  it('takes the same form once', async () => {
    const input = newConnection()
    await createConnection(house.as('organization_admin'), input)
    const again = createConnection(house.as('organization_admin'), { ...input, name: 'Another name' })
    await expect(again).rejects.toThrow(problem('already_submitted'))
    expect(await rowsNamed('Another name')).toEqual([])
  })

  it('takes the same form once when both arrive together', async () => {
    const input = newConnection()
    const both = await Promise.allSettled([
      createConnection(house.as('organization_admin'), input),
      createConnection(house.as('organization_admin'), input),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await rowsNamed(input.name)).toHaveLength(1)
  })

  it('refuses a name that is taken here, and not one that is taken elsewhere', async () => {
    const input = newConnection()
    await createConnection(house.as('organization_admin', house.other), input)
    await createConnection(house.as('organization_admin'), { ...input, submissionId: randomUUID() })
    const again = createConnection(house.as('organization_admin'), { ...input, submissionId: randomUUID() })
    await expect(again).rejects.toThrow(
      problem('invalid_input', { name: 'Another connection has this name.' }),
    )
  })

  it('encrypts once more when the key was rotated in between', async () => {
    const fence = (version: number) =>
      house.sql('UPDATE fences SET min_versions = $2 WHERE organization_id = $1', [
        house.own,
        { secrets_and_credentials: version },
      ])
    const input = newConnection()
    const { encrypt } = house.core
    vi.spyOn(house.core, 'encrypt').mockImplementationOnce(async (items) => {
      const outcomes = await encrypt(items)
      await fence(house.core.rotate(house.own, 'secrets_and_credentials'))
      return outcomes
    })
    await createConnection(house.as('organization_admin'), input)
    const [row] = await rowsNamed(input.name)
    expect(row?.credential.readUInt32BE(2)).toBe(2)

    await fence(99)
    const tooLate = createConnection(house.as('organization_admin'), newConnection())
    await expect(tooLate).rejects.toThrow(problem('stale_key_version'))
    await fence(0)
  })

  it.each(['key_denied', 'key_unreachable', 'service_unavailable'] as const)(
    'writes nothing when encrypting fails with %s',
    async (code) => {
      const before = await everything()
      house.core.refuse(code, 'secrets_and_credentials')
      const saved = createConnection(house.as('organization_admin'), newConnection())
      await expect(saved).rejects.toThrow(problem(code))
      house.core.refuse(null, 'secrets_and_credentials')
      expect(await everything()).toEqual(before)
    },
  )

  it.each(['organization_auditor', null] as const)('is not for the role %s', async (role) => {
    const before = await everything()
    await expect(createConnection(house.as(role), newConnection())).rejects.toThrow(problem('forbidden'))
    expect(await everything()).toEqual(before)
  })

  it('goes without verified TLS only when the operator allows it', async () => {
    const input = newConnection({ verifyTls: false })
    for (const [name, value] of Object.entries(WEB_SETTINGS)) vi.stubEnv(name, value)
    const saved = createConnection(house.as('organization_admin'), input)
    await expect(saved).rejects.toThrow(problem('invalid_input', { verifyTls: expect.any(String) }))
    expect(await rowsNamed(input.name)).toEqual([])
  })
})

const WEB_SETTINGS = {
  LATCHKEY_MODE: 'demo',
  NEXTAUTH_URL: 'http://127.0.0.1:3000',
  NEXTAUTH_SECRET: 'x'.repeat(32),
  WEB_DATABASE_URL: 'postgresql://web@127.0.0.1/none',
  LATCHKEY_SERVICE_URL: 'http://127.0.0.1:1',
  LATCHKEY_WEB_TOKEN: 'x'.repeat(32),
  LATCHKEY_STORAGE_DIR: '/nowhere',
  LATCHKEY_AWS_PRINCIPAL_ARN: 'arn:aws:iam::123456789012:role/latchkey',
}

describe('the form of a connection', () => {
  const form = {
    submissionId: randomUUID(),
    name: 'Warehouse',
    host: 'db.example.com',
    port: '5432',
    database: 'app',
    username: 'reader',
    password: PASSWORD,
  }
  const wrongFields = (changes: object) => {
    const parsed = parseInput(createConnectionInput, { ...form, ...changes })
    return parsed.ok ? [] : Object.keys(parsed.fields)
  }

  it('verifies TLS unless it says otherwise', () => {
    const parsed = parseInput(createConnectionInput, form)
    expect(parsed).toMatchObject({ ok: true, input: { verifyTls: true, port: 5432 } })
  })

  it.each([
    ['true', true],
    [['false', 'true'], true],
    ['false', false],
  ])('reads the box as sent by %j', (verifyTls, kept) => {
    const parsed = parseInput(createConnectionInput, { ...form, verifyTls })
    expect(parsed).toMatchObject({ ok: true, input: { verifyTls: kept } })
  })

  it('names every field that is missing', () => {
    const parsed = parseInput(createConnectionInput, {})
    expect(Object.keys(parsed.ok ? {} : parsed.fields).sort()).toEqual(Object.keys(form).sort())
  })

  it.each([
    ['submissionId', 'not a UUID'],
    ['name', ''],
    ['name', 'x'.repeat(101)],
    ['name', ['two', 'values']],
    ['name', 'nul\u0000'],
    ['host', 'https://db.example.com'],
    ['host', 'x'.repeat(254)],
    ['port', ''],
    ['port', '0'],
    ['port', '65536'],
    ['port', '54.32'],
    ['port', '0x50'],
    ['port', ' '],
    ['database', ''],
    ['database', 'x'.repeat(129)],
    ['username', '\n'],
    ['password', ''],
    ['password', 'x'.repeat(1001)],
    ['password', { length: 8 }],
    ['verifyTls', 'maybe'],
    ['verifyTls', ''],
    ['verifyTls', ['true', 'false']],
  ])('refuses %s = %j', (field, value) => {
    expect(wrongFields({ [field]: value })).toEqual([field])
  })

  it('refuses what was not asked for', () => {
    expect(wrongFields({ organizationId: randomUUID() })).toHaveLength(1)
  })
})
