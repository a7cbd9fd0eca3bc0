import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { DataContext } from '@/lib/domain/encryption-core'
import type { Instant } from '@/lib/domain/instant'
import { keyringCore } from '@/lib/keyring/keyring-core'
import { ServiceWorld } from '../../support/service-world'
import { TimedKeyring } from '../../support/timed-keyring'

const MINUTE = 60_000
const world = new ServiceWorld()
const plaintext = new TextEncoder().encode('plain')

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
  timed = await TimedKeyring.over(world, () => now)
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
