import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { DataContext } from '@/lib/domain/encryption-core'
import type { Instant } from '@/lib/domain/instant'
import { Keyring } from '@/lib/keyring/keyring'
import { keyringCore } from '@/lib/keyring/keyring-core'
import type { KeyringParts } from '@/lib/keyring/parts'
import { PlatformWatch } from '@/lib/keyring/platform-watch'
import { RootKeys } from '@/lib/kms'
import { ensurePlatformRoot } from '@/lib/store/platform-roots'
import { ServiceWorld } from '../../support/service-world'
import { arnOf, credentials } from '../kms/aws-world'

const MINUTE = 60_000
const world = new ServiceWorld()
const plaintext = new TextEncoder().encode('plain')

/** A keyring whose clocks the test sets; its care is called by hand. */
class TimedKeyring {
  offset = { monoMs: 0, wallMs: 0 }
  readonly keyring: Keyring
  readonly troubles: string[] = []

  constructor(
    readonly platform: PlatformWatch,
    clock: () => Instant,
  ) {
    const rootKeys = new RootKeys({ aws: { endpoint: world.aws.url, credentials } })
    const parts: KeyringParts = {
      store: world.store,
      platform,
      customerRoot: (keyId) => rootKeys.aws(arnOf(keyId)),
      clock,
      inService: () => true,
      report: (event) => this.troubles.push(event),
    }
    this.keyring = new Keyring(parts)
  }

  get keys() {
    return this.keyring.of(world.organization)
  }

  /** One turn of the care for the organization, as the timers would call it. */
  async care(): Promise<void> {
    await this.keyring.followEpochs()
    await this.platform.tick(this.keys.hasLoadedKeys)
    if (!this.keys.needsCare) return
    await this.keys.link?.tick()
    await this.keys.renew()
  }
}

let now: Instant
const pass = (ms: number) => {
  now = { monoMs: now.monoMs + ms, wallMs: now.wallMs + ms }
}
let key = ''
let sealed: Uint8Array
let timed: TimedKeyring

const context = (): DataContext => ({
  organization: world.organization,
  dataClass: 'secrets_and_credentials',
  object: 'row-1',
  field: 'value',
})

async function open(): Promise<string> {
  const [outcome] = await keyringCore(timed.keyring).decrypt([{ context: context(), ciphertext: sealed }])
  return outcome?.ok ? 'opened' : String(outcome?.code)
}

const unwraps = async () => (await world.aws.log(key)).length

beforeAll(async () => {
  key = await world.aws.createKey()
  await world.job('link-key', { keyId: key, dutiesAcknowledged: true })
  const [outcome] = await world.core().encrypt([{ context: context(), plaintext }])
  if (!outcome?.ok) throw new Error(outcome?.code)
  sealed = outcome.value
  await world.stop()
})

beforeEach(async () => {
  now = { monoMs: 1_000_000, wallMs: Date.now() }
  const clock = () => now
  const rootKeys = new RootKeys({ aws: { endpoint: world.aws.url, credentials } })
  const [row] = await world.sql<{ key_id: string }>('SELECT key_id FROM platform_roots')
  const root = rootKeys.aws(arnOf(row?.key_id ?? ''))
  const { id } = await ensurePlatformRoot(world.store.platform, root.id, null)
  timed = new TimedKeyring(new PlatformWatch(id, root, world.store.platform, clock), clock)
})

afterEach(async () => {
  timed.keyring.stop()
  await world.aws.clearFaults()
  // A refused request tries the root in the background: let that end before the next test begins.
  await sleep(1_000)
  await world.sql(
    "UPDATE link_availabilities SET availability = 'active', cause = 'OK', first_good_at = NULL",
  )
  expect(timed.troubles).toEqual([])
})

describe('keys as time goes by', () => {
  it('are used from memory, and renewed before they are fifteen minutes old', async () => {
    expect(await open()).toBe('opened')
    const loads = await unwraps()
    expect(await open()).toBe('opened')
    expect(await unwraps()).toBe(loads)
    for (let minute = 0; minute < 30; minute += 1) {
      pass(MINUTE)
      await timed.care()
      const before = await unwraps()
      expect(await open()).toBe('opened')
      // The care has proven the root already; no caller waits for it.
      expect(await unwraps()).toBe(before)
    }
  })

  it('are let go when nobody uses them, and then cost nothing', async () => {
    expect(await open()).toBe('opened')
    for (let minute = 0; minute < 11; minute += 1) {
      pass(MINUTE)
      await timed.care()
    }
    expect(timed.keys.hasLoadedKeys).toBe(false)
    const before = await unwraps()
    for (let minute = 0; minute < 60; minute += 1) {
      pass(MINUTE)
      await timed.care()
    }
    expect(await unwraps()).toBe(before)
  })

  it('serve for ten minutes from the last proof while the root cannot be reached, and not a moment longer', async () => {
    expect(await open()).toBe('opened')
    await world.aws.setFault({ kind: 'http500', key })
    for (let at = 30_000; at < 10 * MINUTE; at += 30_000) {
      pass(30_000)
      await timed.care()
      expect(await open()).toBe('opened')
    }
    pass(29_999)
    await timed.keyring.followEpochs()
    expect(await open()).toBe('opened')
    pass(1)
    expect(await open()).toBe('key_unreachable')
    expect(timed.keys.hasLoadedKeys ? await open() : 'gone').not.toBe('opened')
  }, 60_000)

  it.each([
    ['the wall clock is set back', { monoMs: 10 * MINUTE, wallMs: -60 * MINUTE }],
    ['the machine slept', { monoMs: 0, wallMs: 10 * MINUTE }],
  ])('end with their ten minutes even when %s', async (_name, jump) => {
    expect(await open()).toBe('opened')
    await world.aws.setFault({ kind: 'http500', key })
    pass(30_000)
    await timed.care()
    expect(await open()).toBe('opened')
    now = { monoMs: now.monoMs + jump.monoMs, wallMs: now.wallMs + jump.wallMs }
    expect(await open()).toBe('key_unreachable')
  })

  it('wait for a proof when the epoch was not read for thirty seconds', async () => {
    expect(await open()).toBe('opened')
    await world.aws.atKey(key, 'disable')
    pass(31_000)
    expect(await open()).toBe('key_denied')
    await world.aws.atKey(key, 'enable')
  })

  it('return after two good proofs ten seconds apart, not sooner', async () => {
    expect(await open()).toBe('opened')
    await world.aws.atKey(key, 'disable')
    pass(37_000)
    await timed.care()
    expect(await open()).toBe('key_denied')
    expect(timed.keys.hasLoadedKeys && timed.keys.link?.watch.availability.state).not.toBe('active')
    await world.aws.atKey(key, 'enable')
    pass(37_000)
    await timed.care()
    expect(await open()).toBe('key_denied')
    pass(9_000)
    await timed.care()
    expect(await open()).toBe('key_denied')
    pass(2_000)
    await timed.care()
    expect(await open()).toBe('opened')
  })
})
