import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { DataContext } from '@/lib/domain/encryption-core'
import type { Instant } from '@/lib/domain/instant'
import { promote } from '@/lib/keyring/change/promote'
import { keyringCore } from '@/lib/keyring/keyring-core'
import { insertLink } from '@/lib/store/key-rows'
import { ServiceWorld } from '../../support/service-world'
import { TimedKeyring } from '../../support/timed-keyring'
import { arnOf, REGION, VENDOR } from '../kms/aws-world'

const world = new ServiceWorld()
const plaintext = new TextEncoder().encode('plain')
let key = ''
let secret: Uint8Array
let metadata: Uint8Array
let now: Instant
const running: TimedKeyring[] = []

const pass = (ms: number) => {
  now = { monoMs: now.monoMs + ms, wallMs: now.wallMs + ms }
}

const context = (dataClass: DataContext['dataClass']): DataContext => ({
  organization: world.organization,
  dataClass,
  object: 'row-1',
  field: 'value',
})

/** Another process. */
async function process(): Promise<TimedKeyring> {
  const made = await TimedKeyring.over(world, () => now)
  running.push(made)
  return made
}

async function open({ keyring }: TimedKeyring): Promise<string> {
  const item = { context: context('secrets_and_credentials'), ciphertext: secret }
  const [outcome] = await keyringCore(keyring).decrypt([item])
  return outcome?.ok ? 'opened' : String(outcome?.code)
}

const atPlatformKey = async (action: string) => {
  const [row] = await world.sql<{ key_id: string }>('SELECT key_id FROM platform_roots')
  const { region, keyId } = arnOf(row?.key_id ?? '')
  await world.aws.control('POST', `accounts/${VENDOR}/keys/${region}/${keyId}/${action}`, {})
}

const stateInRow = async () =>
  (
    await world.sql<{ availability: string }>(
      "SELECT availability FROM link_availabilities a JOIN key_links l ON l.id = a.link_id WHERE l.state = 'active'",
    )
  )[0]?.availability

beforeAll(async () => {
  key = await world.aws.createKey()
  await world.job('link-key', { keyId: key, dutiesAcknowledged: true })
  const sealed = await world.core().encrypt([
    { context: context('secrets_and_credentials'), plaintext },
    { context: context('platform_metadata'), plaintext },
  ])
  const [first, second] = sealed.map((outcome) => (outcome.ok ? outcome.value : new Uint8Array()))
  secret = first ?? new Uint8Array()
  metadata = second ?? new Uint8Array()
  await world.stop()
})

beforeEach(() => {
  now = { monoMs: 1_000_000, wallMs: Date.now() }
})

afterEach(async () => {
  for (const each of running.splice(0)) each.keyring.stop()
  await world.aws.clearFaults()
  await sleep(500)
  await world.sql(
    "UPDATE link_availabilities SET availability = 'active', cause = 'OK', first_good_at = NULL",
  )
})

describe('the platform’s root', () => {
  it('is tried again when it failed at the first use of a process', async () => {
    const one = await process()
    await world.aws.setFault({ kind: 'http500', account: VENDOR })
    expect(await open(one)).toBe('platform_key_unavailable')
    await world.aws.clearFaults()
    pass(37_000)
    await one.care()
    expect(await open(one)).toBe('opened')
  })

  it('returns when it refused a process from its first use on', async () => {
    await atPlatformKey('disable')
    const one = await process()
    expect(await open(one)).toBe('platform_key_unavailable')
    await atPlatformKey('enable')
    for (const wait of [37_000, 11_000]) {
      pass(wait)
      await one.care()
    }
    expect(await open(one)).toBe('opened')
  })

  it('stops everything when it denies, pages the operator once, and never shows as the customer’s denial', async () => {
    const one = await process()
    expect(await open(one)).toBe('opened')
    const before = await world.sql("SELECT action FROM audit_entries WHERE action LIKE 'availability.%'")
    await world.aws.atKey(key, 'disable')
    await atPlatformKey('disable')
    pass(37_000)
    await one.parts.platform.prove()
    expect(await open(one)).toBe('platform_key_unavailable')
    const metadataItem = { context: context('platform_metadata'), ciphertext: metadata }
    expect(await keyringCore(one.keyring).decrypt([metadataItem])).toMatchObject([
      { code: 'platform_key_unavailable' },
    ])
    expect(await stateInRow()).toBe('active')
    expect(await world.sql("SELECT action FROM audit_entries WHERE action LIKE 'availability.%'")).toEqual(
      before,
    )
    expect(await world.sql('SELECT availability, cause FROM platform_roots')).toEqual([
      { availability: 'stopped_denied', cause: 'DISABLED' },
    ])
    one.keys.wipeUnusable()
    expect(one.keys.hasLoadedKeys).toBe(false)
    await one.parts.platform.prove()
    expect(one.troubles.filter((event) => event.startsWith('platform root'))).toEqual([
      'platform root denied',
    ])

    await world.aws.atKey(key, 'enable')
    await atPlatformKey('enable')
    for (const wait of [37_000, 11_000]) {
      pass(wait)
      await one.care()
    }
    expect(await open(one)).toBe('opened')
    expect(await world.sql('SELECT availability FROM platform_roots')).toEqual([{ availability: 'active' }])
  })

  it('serves ten minutes from memory while it is out of reach, loads nothing new, and pages the operator', async () => {
    const one = await process()
    expect(await open(one)).toBe('opened')
    await world.aws.setFault({ kind: 'http500', account: VENDOR })
    pass(37_000)
    await one.care()
    expect(await open(one)).toBe('opened')
    const other = { context: context('platform_metadata'), ciphertext: metadata }
    const elsewhere = {
      ...other,
      context: { ...other.context, dataClass: 'file_uploads' as const },
      plaintext,
    }
    expect(await keyringCore(one.keyring).encrypt([elsewhere])).toMatchObject([
      { code: 'platform_key_unavailable' },
    ])
    pass(10 * 60_000 - 37_000)
    await one.keyring.followEpochs()
    expect(await open(one)).toBe('platform_key_unavailable')
    await one.parts.platform.prove()
    expect(one.troubles.filter((event) => event.startsWith('platform root'))).toEqual([
      'platform root out of reach',
      'platform root out of reach for too long',
    ])
  })

  it('is not stopped by one row that does not open', async () => {
    const spoiled = `UPDATE share_wraps w SET wrapped = $1 FROM master_key_versions m
      WHERE m.id = w.master_key_version_id AND m.mode = 'platform'`
    const [kept] = await world.sql<{ wrapped: Buffer }>(
      "SELECT wrapped FROM share_wraps w JOIN master_key_versions m ON m.id = w.master_key_version_id WHERE m.mode = 'platform'",
    )
    await world.sql(spoiled, [Buffer.alloc(180, 1)])
    const one = await process()
    const item = { context: context('platform_metadata'), ciphertext: metadata }
    expect(await keyringCore(one.keyring).decrypt([item])).toMatchObject([{ code: 'does_not_open' }])
    expect(await open(one)).toBe('opened')
    await world.sql(spoiled, [kept?.wrapped])
  })
})

describe('a stop', () => {
  it.each(['the customer’s', 'the platform’s'])(
    'of %s root wipes the keys when grace runs out',
    async (whose) => {
      const one = await process()
      expect(await open(one)).toBe('opened')
      await world.aws.setFault({
        kind: 'http500',
        ...(whose === 'the platform’s' ? { account: VENDOR } : { key }),
      })
      pass(37_000)
      await one.care()
      expect(one.keys.hasLoadedKeys).toBe(true)
      pass(9.5 * 60_000)
      // What cares for the keys may fail or hang; this does not wait for it.
      one.keys.wipeUnusable()
      expect(one.keys.hasLoadedKeys).toBe(false)
    },
  )

  it('stays in force when it can’t be recorded', async () => {
    const one = await process()
    expect(await open(one)).toBe('opened')
    await world.sql(
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$`,
    )
    await world.sql(
      'CREATE TRIGGER refuse BEFORE UPDATE ON link_availabilities FOR EACH ROW EXECUTE FUNCTION refuse()',
    )
    await world.aws.atKey(key, 'disable')
    await one.keys.link?.prove()
    expect(one.troubles).toContain('availability not recorded')
    await world.aws.atKey(key, 'enable')
    await one.keys.rows(true)
    expect(await open(one)).toBe('key_denied')
    await world.sql('DROP TRIGGER refuse ON link_availabilities')
    await world.sql('DROP FUNCTION refuse')
  })

  it('is not turned back by a process that only waited out an outage', async () => {
    const [one, other] = [await process(), await process()]
    expect([await open(one), await open(other)]).toEqual(['opened', 'opened'])
    await world.aws.setFault({ kind: 'http500', key })
    await other.keys.link?.prove()
    await world.aws.clearFaults()
    await world.aws.atKey(key, 'disable')
    await one.keys.link?.prove()
    await world.aws.atKey(key, 'enable')
    await other.keys.link?.prove()
    expect(await stateInRow()).toBe('stopped_denied')
    await other.keyring.followEpochs()
    expect(await open(other)).toBe('key_denied')
  })

  it('by silence in one process takes nothing from another, and is told once', async () => {
    const [one, other] = [await process(), await process()]
    expect([await open(one), await open(other)]).toEqual(['opened', 'opened'])
    const count = async () =>
      (await world.sql("SELECT 1 FROM audit_entries WHERE action LIKE 'availability.%'")).length
    const before = await count()
    await world.aws.setFault({ kind: 'http500', key })
    await one.keys.link?.prove()
    for (let round = 0; round < 5; round += 1) {
      for (const each of [other, one]) {
        await each.keys.rows(true)
        await each.keys.link?.tick()
      }
    }
    expect(await open(other)).toBe('opened')
    expect((await count()) - before).toBe(2)
  })
})

describe('between the promotion of a new root and the end of the rewrapping', () => {
  beforeAll(async () => {
    now = { monoMs: 1_000_000, wallMs: Date.now() }
    const one = await TimedKeyring.over(world, () => now)
    const keyId = await world.aws.createKey()
    const id = randomUUID()
    const place = { provider: 'aws', keyId, region: REGION, scope: 'all-customer-classes' }
    await insertLink(
      world.scope,
      { id, ...place, state: 'staged', dutiesAcknowledgedBy: world.admin },
      new Date(),
    )
    const { links } = await one.keys.rows(true)
    const [old, next] = ['active', 'staged'].map((state) => links.find((link) => link.state === state))
    if (!old || !next) throw new Error('no links')
    await promote(one.keys, one.parts, { old, next }, async () => undefined)
    one.keyring.stop()
  })

  it('older data opens in a process that has not met the new root', async () => {
    expect(await open(await process())).toBe('opened')
  })

  it('a refusal of the old root is called so, not a loss of the platform’s', async () => {
    await world.aws.atKey(key, 'disable')
    expect(await open(await process())).toBe('key_denied')
    await world.aws.atKey(key, 'enable')
  })
})
