import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Instant, later } from '@/lib/domain/instant'
import { ServiceWorld } from '../../support/service-world'
import { TimedKeyring } from '../../support/timed-keyring'

const DAY = 86_400_000
const world = new ServiceWorld()
const place = { object: 'row-1', field: 'value' }
const plaintext = new TextEncoder().encode('plain')
const secrets = 'secrets_and_credentials'

let now: Instant
let key = ''
const running: TimedKeyring[] = []

async function process(): Promise<TimedKeyring> {
  const made = await TimedKeyring.over(world, () => now)
  running.push(made)
  return made
}

const versions = () =>
  world.sql<{ version: number; state: string }>(
    'SELECT version, state FROM data_key_versions WHERE data_class = $1 ORDER BY version',
    [secrets],
  )
const rotations = () => world.sql("SELECT detail FROM audit_entries WHERE action = 'data_key.rotated'")

beforeAll(async () => {
  key = await world.aws.createKey()
  await world.job('link-key', { keyId: key, dutiesAcknowledged: true })
  await world.stop()
  now = { monoMs: 1_000_000, wallMs: Date.now() }
})
beforeEach(async () => {
  // Each test begins when the key that the one before left has its thirty days behind it.
  now = { monoMs: now.monoMs + 1_000, wallMs: now.wallMs + 31 * DAY }
})
afterEach(async () => {
  for (const each of running.splice(0)) await each.keyring.stop()
  await world.aws.clearFaults()
})

describe('an active data key that is thirty days old', () => {
  it('is replaced at the next need, recorded, and opens only; the fence stays where it is', async () => {
    const { keyring } = await process()
    const before = await world.sql('SELECT min_versions FROM fences')
    now = { ...now, wallMs: now.wallMs - 2 * DAY }
    const first = await keyring.activeKey(world.organization, secrets)
    const sealed = first.encrypt(place, plaintext)
    now = later(now, 2 * DAY)
    const second = await keyring.activeKey(world.organization, secrets)
    expect([first.ids.version, second.ids.version]).toEqual([1, 2])
    expect(await versions()).toEqual([
      { version: 1, state: 'retired' },
      { version: 2, state: 'active' },
    ])
    expect(await rotations()).toEqual([{ detail: { dataClass: secrets, version: 2, retired: 1 } }])
    expect(await world.sql('SELECT min_versions FROM fences')).toEqual(before)

    // What was begun may be finished, for a minute.
    expect(first.encrypt(place, plaintext).length).toBeGreaterThan(0)
    now = later(now, 60_000)
    await keyring.followEpochs()
    const opener = await keyring.keyByCommitment(world.organization, secrets, first.commitment)
    expect(opener).toBe(first)
    expect(() => first.encrypt(place, plaintext)).toThrow(
      expect.objectContaining({ code: 'stale_key_version' }),
    )
    expect(new TextDecoder().decode(first.decrypt(place, sealed))).toBe('plain')
  })

  it('is replaced once, however many need it in however many processes', async () => {
    const both = [await process(), await process()]
    const before = (await versions()).length
    const uses = await Promise.all(
      Array.from({ length: 64 }, (_, n) =>
        both[n % 2]?.keyring.activeKey(world.organization, secrets).then((use) => use.ids.version),
      ),
    )
    expect(new Set(uses)).toEqual(new Set([before + 1]))
    expect((await versions()).length).toBe(before + 1)
    expect((await rotations()).length).toBe(before)
  })

  it('is known to be replaced in a process that had it in memory', async () => {
    const [one, other] = [await process(), await process()]
    now = { ...now, wallMs: now.wallMs - 2 * DAY }
    const old = await other.keyring.activeKey(world.organization, secrets)
    now = later(now, 2 * DAY)
    const made = await one.keyring.activeKey(world.organization, secrets)
    await other.keyring.followEpochs()
    const taken = await other.keyring.activeKey(world.organization, secrets)
    expect(taken.ids.version).toBe(made.ids.version)
    expect(taken.ids.version).toBe(old.ids.version + 1)
  })

  it('goes on within its rules while its root can’t be reached: a late rotation is no outage', async () => {
    const one = await process()
    now = { ...now, wallMs: now.wallMs - 2 * DAY }
    const old = await one.keyring.activeKey(world.organization, secrets)
    const before = await versions()
    // The thirty days are over a few seconds after the root was last proven.
    const createdAt = await world.sql<{ at: Date }>(
      "SELECT created_at AS at FROM data_key_versions WHERE data_class = $1 AND state = 'active'",
      [secrets],
    )
    now = { ...now, wallMs: (createdAt[0]?.at.getTime() ?? 0) + 30 * DAY - 10_000 }
    await one.keyring.activeKey(world.organization, secrets)
    await world.aws.setFault({ kind: 'http500', key })
    await one.keys.link?.prove()
    now = later(now, 10_000)
    await one.keyring.followEpochs()
    const still = await one.keyring.activeKey(world.organization, secrets)
    expect(still).toBe(old)
    expect(still.encrypt(place, plaintext).length).toBeGreaterThan(0)
    expect(await versions()).toEqual(before)
    expect(one.troubles).toEqual(['data key not rotated'])
    // It is not tried again at once, so that no caller waits for it each time.
    await one.keyring.activeKey(world.organization, secrets)
    expect(one.troubles).toHaveLength(1)

    await world.aws.clearFaults()
    await one.keys.link?.prove()
    now = later(now, 60_000)
    await one.keyring.followEpochs()
    expect((await one.keyring.activeKey(world.organization, secrets)).ids.version).toBe(old.ids.version + 1)
  })

  it('is not replaced while its root denies it', async () => {
    const before = await versions()
    await world.aws.atKey(key, 'disable')
    const { keyring } = await process()
    await expect(keyring.activeKey(world.organization, secrets)).rejects.toMatchObject({ code: 'key_denied' })
    expect(await versions()).toEqual(before)
  })
})
