import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Instant, later } from '@/lib/domain/instant'
import type { KeyUse } from '@/lib/keyring/key-use'
import type { RootKey } from '@/lib/kms'
import { ServiceWorld } from '../../support/service-world'
import { TimedKeyring } from '../../support/timed-keyring'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const world = new ServiceWorld()
const place = { object: 'row-1', field: 'value' }
const plaintext = new TextEncoder().encode('plain')

let now: Instant
let key = ''
let timed: TimedKeyring
/** when each root was called, by its id */
let calls: Map<string, number[]>

/** A root that writes down when it is called. */
function counting(root: RootKey): RootKey {
  const { provider, id } = root
  const counted = <T>(call: () => Promise<T>): Promise<T> => {
    calls.set(id, [...(calls.get(id) ?? []), now.monoMs])
    return call()
  }
  return {
    provider,
    id,
    wrap: (...given) => counted(() => root.wrap(...given)),
    unwrap: (...given) => counted(() => root.unwrap(...given)),
    describe: (...given) => root.describe(...given),
    versions: (...given) => root.versions(...given),
  }
}

/** The busiest fifteen minutes of a root. */
function mostIn15Minutes(times: number[]): number {
  return Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 15 * MINUTE).length))
}

/** Lets time pass second by second, with the care that a process would take, and something else done each second. */
async function pass(ms: number, eachSecond: (second: number) => void = () => undefined): Promise<void> {
  for (let second = 1; second <= ms / SECOND; second += 1) {
    now = later(now, SECOND)
    if (second % 5 === 0) await timed.keyring.followEpochs()
    timed.keys.wipeUnusable()
    await timed.parts.platform.tick(timed.keys.hasLoadedKeys)
    if (timed.keys.needsCare) await timed.keys.tick()
    eachSecond(second)
  }
}

beforeAll(async () => {
  key = await world.aws.createKey()
  await world.job('link-key', { keyId: key, dutiesAcknowledged: true })
  await world.stop()
})

beforeEach(async () => {
  now = { monoMs: 1_000_000, wallMs: Date.now() }
  calls = new Map()
  timed = await TimedKeyring.over(world, () => now, { around: counting })
})
afterEach(async () => {
  await timed.keyring.stop()
  expect(timed.troubles).toEqual([])
})

describe('a cold key', () => {
  it('costs one call to each root, however many callers wait for it', async () => {
    const uses = await Promise.all(
      Array.from({ length: 512 }, () =>
        timed.keyring.activeKey(world.organization, 'secrets_and_credentials'),
      ),
    )
    expect(new Set(uses).size).toBe(1)
    expect([...calls.values()].map((times) => times.length)).toEqual([1, 1])
  })
})

describe('a warm key', () => {
  it('never makes a caller wait for a root in an hour of use, and costs each root forty calls in fifteen minutes', async () => {
    const use = await timed.keyring.activeKey(world.organization, 'secrets_and_credentials')
    const sealed = use.encrypt(place, plaintext)
    await pass(60 * MINUTE, () => {
      expect(timed.keyring.readyKey(world.organization, 'secrets_and_credentials') === use).toBe(true)
      use.decrypt(place, sealed)
      use.encrypt(place, plaintext)
    })
    expect(calls.size).toBe(2)
    for (const times of calls.values()) {
      expect(times.length).toBeGreaterThan(60)
      expect(mostIn15Minutes(times)).toBeLessThanOrEqual(40)
    }
    expect(use.usage).toEqual({ encrypted: 3_601, decrypted: 3_600 })
  }, 120_000)

  it('of a retired master key is kept warm too, although no proof renews its share', async () => {
    await world.sql("UPDATE master_key_versions SET state = 'retired' WHERE mode = 'composite'")
    const { dataKeys } = await timed.keys.rows(true)
    const row = dataKeys.find((candidate) => candidate.dataClass === 'secrets_and_credentials')
    const use = await timed.keyring.keyByCommitment(
      world.organization,
      'secrets_and_credentials',
      row?.commitment ?? new Uint8Array(),
    )
    await pass(30 * MINUTE, () => use.requireUsable())
    await world.sql("UPDATE master_key_versions SET state = 'active' WHERE mode = 'composite'")
  }, 120_000)

  it('is let go when nobody uses it any more, wiped, and then costs nothing', async () => {
    const use = await timed.keyring.activeKey(world.organization, 'secrets_and_credentials')
    const { key: bytes } = use
    await pass(11 * MINUTE)
    expect([timed.keys.hasLoadedKeys, bytes.wiped]).toEqual([false, true])
    const before = [...calls.values()].map((times) => times.length)
    await pass(10 * MINUTE)
    expect([...calls.values()].map((times) => times.length)).toEqual(before)
    expect(codeOf(use)).toBe('key_not_ready')
  }, 120_000)

  it('of the platform alone asks nothing of the customer’s root', async () => {
    const use = await timed.keyring.activeKey(world.organization, 'platform_metadata')
    await pass(5 * MINUTE, () => use.requireUsable())
    expect(calls.has(key)).toBe(false)
  })
})

function codeOf(use: KeyUse): string {
  try {
    use.requireUsable()
    return 'usable'
  } catch (error) {
    return (error as { code: string }).code
  }
}
