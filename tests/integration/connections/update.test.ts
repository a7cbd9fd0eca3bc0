import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { credentialContext } from '@/lib/domain/connection-binding'
import { findConnectionSecret, recordTest } from '@/lib/store/connections'
import { createConnection } from '@/lib/use-cases/connections/create'
import { readConnection } from '@/lib/use-cases/connections/read'
import { updateConnection } from '@/lib/use-cases/connections/update'
import { problem } from '../../support/problems'
import { type TwoOrganizations, twoOrganizations } from '../../support/two-organizations'
import { changed, newConnection } from './fixtures'

describe('changing a connection', () => {
  let house: TwoOrganizations

  beforeAll(async () => {
    house = await twoOrganizations()
  })
  afterAll(() => house.close())

  const admin = () => house.as('organization_admin')
  const stored = (id: string) => findConnectionSecret(house.store.organization(house.own), id)

  /** A connection that was tested, as the form of its page is filled from it. */
  async function tested() {
    const input = newConnection()
    const { id } = await createConnection(admin(), input)
    const { revision } = await readConnection(admin(), { id })
    const outcome = { lastTestAt: new Date(), lastTestCode: 'connected', catalog: new Uint8Array(60) }
    await recordTest(
      house.service.organization(house.own),
      { id, unchangedSince: new Date(revision) },
      outcome,
    )
    return { ...input, id, revision }
  }

  it.each([{ host: 'evil.example' }, { port: 6543 }, { database: 'other' }, { username: 'root' }])(
    'asks for the password again for %j',
    async (elsewhere) => {
      const connection = await tested()
      const before = await stored(connection.id)
      await expect(updateConnection(admin(), changed(connection, elsewhere))).rejects.toThrow(
        problem('invalid_input', { password: expect.stringContaining('again') }),
      )
      expect(await stored(connection.id)).toEqual(before)
    },
  )

  it('binds the new password to the new target and forgets what was known of the old one', async () => {
    const connection = await tested()
    const input = changed(connection, { host: 'new.example.com', password: 'another one' })
    await updateConnection(admin(), input)
    const row = await stored(connection.id)
    expect(row).toMatchObject({
      host: 'new.example.com',
      catalog: null,
      lastTestAt: null,
      lastTestCode: null,
    })
    const open = (host: string) => {
      const context = credentialContext(house.own, { ...connection, host })
      return house.core.decrypt([{ context, ciphertext: row?.credential ?? new Uint8Array() }])
    }
    expect(await open('new.example.com')).toEqual([{ ok: true, value: Buffer.from('another one') }])
    expect(await open(connection.host)).toMatchObject([{ ok: false, code: 'does_not_open' }])
  })

  it('keeps password, catalog and test when only the name changes, and needs no key', async () => {
    const connection = await tested()
    const before = await stored(connection.id)
    house.core.refuse('key_denied', 'secrets_and_credentials')
    const name = `Renamed ${randomUUID()}`
    await updateConnection(admin(), changed(connection, { name }))
    house.core.refuse(null, 'secrets_and_credentials')
    expect(await stored(connection.id)).toEqual({ ...before, name, updatedAt: expect.any(Date) })
  })

  it('records what changed, without any password', async () => {
    const connection = await tested()
    await updateConnection(admin(), changed(connection, { port: 6000, password: 'hush-hush' }))
    const [entry] = await house.sql<{ detail: object }>(
      `SELECT detail FROM audit_entries WHERE target = $1 AND action = 'connection.updated'`,
      [connection.id],
    )
    expect(entry?.detail).toEqual({
      name: connection.name,
      before: { port: 5432 },
      after: { port: 6000 },
      passwordChanged: true,
    })
    expect(JSON.stringify(entry)).not.toContain('hush')
  })

  it('refuses a form that was filled from an older state', async () => {
    const connection = await tested()
    await updateConnection(admin(), changed(connection, { name: `First ${randomUUID()}` }))
    const second = updateConnection(admin(), changed(connection, { name: `Second ${randomUUID()}` }))
    await expect(second).rejects.toThrow(problem('conflict'))
  })

  it('lets one of two changes win that arrive together', async () => {
    const connection = await tested()
    const both = await Promise.allSettled([
      updateConnection(admin(), changed(connection, { host: 'a.example', password: 'for a' })),
      updateConnection(admin(), changed(connection, { name: `B ${randomUUID()}` })),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    // Whoever won, the stored password opens for the stored target.
    const row = await stored(connection.id)
    const context = credentialContext(house.own, { ...connection, host: row?.host ?? '' })
    const ciphertext = row?.credential ?? new Uint8Array()
    expect(await house.core.decrypt([{ context, ciphertext }])).toMatchObject([{ ok: true }])
  })

  it('drops the outcome of a test that reached another target', async () => {
    const connection = await tested()
    await updateConnection(admin(), changed(connection, { host: 'b.example', password: 'for b' }))
    const late = { lastTestAt: new Date(), lastTestCode: 'connected', catalog: new Uint8Array(60) }
    const seen = { id: connection.id, unchangedSince: new Date(connection.revision) }
    expect(await recordTest(house.service.organization(house.own), seen, late)).toBe(false)
    expect(await stored(connection.id)).toMatchObject({ lastTestCode: null, catalog: null })
  })

  it('refuses a name that is taken', async () => {
    const [one, two] = [await tested(), await tested()]
    await expect(updateConnection(admin(), changed(one, { name: two.name }))).rejects.toThrow(
      problem('invalid_input', { name: expect.any(String) }),
    )
  })

  it('takes the same form once', async () => {
    const connection = await tested()
    const input = changed(connection, { name: `Once ${randomUUID()}` })
    await updateConnection(admin(), input)
    const { revision } = await readConnection(admin(), { id: connection.id })
    await expect(updateConnection(admin(), { ...input, revision })).rejects.toThrow(
      problem('already_submitted'),
    )
  })

  it('treats another organization’s connection like one that does not exist', async () => {
    const connection = await tested()
    const stranger = house.as('organization_admin', house.other)
    const before = await stored(connection.id)
    for (const id of [connection.id, randomUUID(), 'not-an-id', '']) {
      const input = { ...changed(connection, { name: 'Taken over' }), id }
      await expect(updateConnection(stranger, input)).rejects.toThrow(problem('not_found'))
    }
    expect(await stored(connection.id)).toEqual(before)
  })

  it.each(['organization_auditor', null] as const)('is not for the role %s', async (role) => {
    const connection = await tested()
    await expect(updateConnection(house.as(role), changed(connection, {}))).rejects.toThrow(
      problem('forbidden'),
    )
  })
})
