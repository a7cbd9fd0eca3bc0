import { randomBytes, randomUUID } from 'node:crypto'
import { Readable, Writable } from 'node:stream'
import { buffer as bytesOf } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type OpenKeyring, openKeyring, organizationId } from '@/lib/keyring'
import { ServiceWorld } from '../../support/service-world'
import { REGION } from '../kms/aws-world'

const world = new ServiceWorld()
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
const plaintext = new TextEncoder().encode('plain')
const secrets = 'secrets_and_credentials'
const troubles: string[] = []

let keyring: OpenKeyring
let key = ''
const organization = organizationId.parse(world.organization)
const context = { organization, dataClass: secrets, object: 'row-1', field: 'value' } as const
const place = { object: 'row-1', field: 'value' }

beforeAll(async () => {
  keyring = await openKeyring({
    databaseUrl: world.settings.SERVICE_DATABASE_URL ?? '',
    platformRoot: { keyId: world.settings.LATCHKEY_PLATFORM_ROOT ?? '' },
    regions: { aws: [REGION], google: [] },
    clouds: { aws: { endpoint: world.aws.url } },
    report: (event) => troubles.push(event),
  })
  key = await world.aws.createKey()
  await world.job('link-key', { keyId: key, dutiesAcknowledged: true })
})
afterAll(() => keyring.close())

const nowhere = () => new Writable({ write: (_bytes, _encoding, done) => done() })
const used = (direction: 'encrypted' | 'decrypted') =>
  keyring.usage().reduce((sum, use) => sum + use[direction], 0)

/** Changes the key, and answers how it went to have every process prove the new one. */
async function rotated() {
  const requestId = randomUUID()
  await world.sql(
    `INSERT INTO rotation_requests (id, organization_id, reason, new_key_id, decision, requested_by, expires_at, decided_by, decided_at)
     VALUES ($1, $2, 'yearly', $3, 'approved', $4, now() + interval '7 days', $5, now())`,
    [requestId, world.organization, await world.aws.createKey(), world.admin, world.support],
  )
  expect(await world.job('rotate', { requestId }, world.support)).toMatchObject({ state: 'done' })
  const [rotation] = await world.sql<{ course: { stage: string; counts?: object; note?: string }[] }>(
    'SELECT course FROM rotations WHERE id = $1',
    [requestId],
  )
  const staged = rotation?.course.find(({ stage }) => stage === 'staged')
  return { counts: staged?.counts, note: staged?.note }
}

describe('the keyring inside a service of one’s own', () => {
  it('encrypts and decrypts one by one, what the encryption service reads as well', async () => {
    const sealed = await keyring.encrypt(context, plaintext)
    expect(text(await keyring.decrypt(context, sealed))).toBe('plain')
    expect(await world.core().decrypt([{ context, ciphertext: sealed }])).toMatchObject([{ ok: true }])
    await expect(keyring.decrypt({ ...context, field: 'other' }, sealed)).rejects.toMatchObject({
      name: 'LatchkeyError',
      code: 'does_not_open',
    })
  })

  it('answers a batch item by item', async () => {
    const [first, second] = await keyring.encryptBatch([
      { context, plaintext },
      { context: { ...context, organization: organizationId.parse(randomUUID()) }, plaintext },
    ])
    expect([first?.ok, second]).toMatchObject([true, { ok: false, code: 'not_found' }])
    if (!first?.ok) throw new Error(first?.code)
    const opened = await keyring.decryptBatch([
      { context, ciphertext: first.value },
      { context, ciphertext: first.value.subarray(1) },
    ])
    expect(opened).toMatchObject([{ ok: true }, { ok: false, code: 'does_not_open' }])
  })

  it('seals objects of several fields in envelopes', async () => {
    const object = { organization, dataClass: secrets, object: 'row-1' } as const
    const envelope = await keyring.encryptObject(object, { user: plaintext, password: plaintext })
    expect(Object.keys(await keyring.decryptObject(object, envelope)).sort()).toEqual(['password', 'user'])
    expect(text((await keyring.decryptObject(object, envelope, ['user'])).user ?? new Uint8Array())).toBe(
      'plain',
    )
    const results = await keyring.encryptObjects([{ context: object, fields: { user: plaintext } }])
    const [made] = results
    if (!made?.ok) throw new Error(made?.code)
    expect(await keyring.decryptObjects([{ context: object, envelope: made.value }])).toMatchObject([
      { ok: true },
    ])
  })

  it('gives a key once, to work with synchronously', async () => {
    const active = await keyring.activeKey(organization, secrets)
    const sealed = active.encrypt(place, plaintext)
    expect(await keyring.activeKey(organization, secrets)).toBe(active)
    const opener = await keyring.keyOf(organization, secrets, sealed)
    expect(text(opener.decrypt(place, sealed))).toBe('plain')
    await expect(keyring.keyOf(organization, secrets, new Uint8Array(4))).rejects.toMatchObject({
      code: 'does_not_open',
    })
    expect(keyring.usage().some(({ version, encrypted }) => version === 1 && encrypted > 0)).toBe(true)
  })

  it('has the strict suite and, for large values, parts', async () => {
    const strict = await keyring.encrypt(context, plaintext, { strict: true })
    expect([strict.at(1), strict.length]).toEqual([2, plaintext.length + 110])
    expect(text(await keyring.decrypt(context, strict))).toBe('plain')
    const active = await keyring.activeKey(organization, secrets)
    expect(active.encryptStrict(place, plaintext).at(1)).toBe(2)
    const parts = active.encryptParts(place, plaintext)
    expect(parts.length).toBeGreaterThan(1)
    expect(text(active.decrypt(place, Buffer.concat(parts)))).toBe('plain')
  })

  it('encrypts and decrypts streams, whole and in part, and counts them', async () => {
    const encryptedBefore = used('encrypted')
    const file = randomBytes(100_000)
    const sealed = await bytesOf(Readable.from([file]).pipe(await keyring.encryptStream(context)))
    expect(await bytesOf(Readable.from([sealed]).pipe(keyring.decryptStream(context)))).toEqual(file)
    const read = async (start: number, end: number) => sealed.subarray(start, end)
    const source = { length: sealed.length, read }
    const range = await keyring.decryptRange(context, source, { start: 40_000, end: 40_010 })
    expect(range.length).toBe(file.length)
    expect(await bytesOf(range.plaintext)).toEqual(file.subarray(40_000, 40_010))
    expect(used('encrypted')).toBe(encryptedBefore + 1)
    const stranger = keyring.decryptStream({ ...context, field: 'other' })
    await expect(pipeline(Readable.from([sealed]), stranger, nowhere())).rejects.toMatchObject({
      code: 'does_not_open',
    })
  })

  it('is a process among those that hold keys: a change of key waits for it, and it takes part', async () => {
    expect(await world.sql('SELECT 1 FROM key_processes')).toHaveLength(2)
    const before = await keyring.activeKey(organization, secrets)
    expect(await rotated()).toEqual({ counts: { processes: 2 }, note: undefined })
    await world.until(async () => (await keyring.activeKey(organization, secrets)) !== before)
    expect(() => before.encrypt(place, plaintext)).toThrow(
      expect.objectContaining({ code: 'stale_key_version' }),
    )
  })

  it('takes part in a change of key even when every notice is lost', async () => {
    await world.sql('ALTER TABLE organization_epochs DISABLE TRIGGER epoch_moved')
    const before = await keyring.activeKey(organization, secrets)
    expect(await rotated()).toEqual({ counts: { processes: 2 }, note: undefined })
    await world.until(async () => (await keyring.activeKey(organization, secrets)) !== before)
    await world.sql('ALTER TABLE organization_epochs ENABLE TRIGGER epoch_moved')
  }, 60_000)

  it('stops with all others when the key is denied', async () => {
    const active = await keyring.activeKey(organization, secrets)
    const [link] = await world.sql<{ key_id: string }>("SELECT key_id FROM key_links WHERE state = 'active'")
    await world.aws.atKey(link?.key_id ?? '', 'disable')
    await world.job('check-now', {})
    await world.until(async () =>
      keyring.encrypt(context, plaintext).then(
        () => false,
        (error) => error.code === 'key_denied',
      ),
    )
    expect(() => active.encrypt(place, plaintext)).toThrow(expect.objectContaining({ code: 'key_denied' }))
    expect(() => active.requireUsable()).toThrow(expect.objectContaining({ code: 'key_denied' }))
  })

  it('leaves the process table and forgets every key when it is closed', async () => {
    await keyring.close()
    expect(await world.sql('SELECT 1 FROM key_processes')).toHaveLength(1)
    expect(keyring.inService()).toBe(false)
    await expect(keyring.encrypt(context, plaintext)).rejects.toMatchObject({ code: 'service_unavailable' })
    expect(troubles).toEqual([])
  })
})
