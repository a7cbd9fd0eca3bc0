import { afterEach, describe, expect, it } from 'vitest'
import { randomKey } from '@/lib/crypto'
import type { KmsOutcome } from '@/lib/domain/kms-outcome'
import { behind, CONTEXT, certificates, failing, KEY_URL, LIMITS, stored } from './azure-stand-in'
import { AzureWorld, contextOf, failureOf } from './azure-world'

const world = new AzureWorld()
afterEach(() => world.clearFaults())
const HANGING = { attemptTimeoutMs: 500, totalTimeoutMs: 1_500 }
const limitsFor = (kind: string) => (kind === 'timeout' ? HANGING : LIMITS)

describe('faults on the way to Key Vault, by the simulator', () => {
  const kinds: [string, KmsOutcome, number][] = [
    ['timeout', 'UNREACHABLE', 2],
    ['reset', 'UNREACHABLE', 2],
    ['truncated', 'UNREACHABLE', 2],
    ['http500', 'UNREACHABLE', 2],
    ['bad-gateway', 'UNREACHABLE', 2],
    ['throttle', 'THROTTLED', 2],
    ['deny', 'DENIED', 1],
    ['html', 'UNKNOWN', 1],
    ['empty', 'UNKNOWN', 1],
    ['redirect', 'UNKNOWN', 1],
    ['huge', 'UNKNOWN', 1],
    ['wrong-key', 'INTEGRITY', 1],
    ['wrong-answer', 'INTEGRITY', 1],
    ['wrong-length', 'INTEGRITY', 1],
    ['bit-flip', 'INTEGRITY', 1],
  ]
  it.each(kinds)('%s ends in %s', async (kind, outcome, attempts) => {
    const url = await world.createKey()
    const rootKey = world.rootKey(url, limitsFor(kind))
    const context = contextOf()
    const wrap = await world.rootKey(url).wrap(randomKey(), context)
    await world.setFault({ kind, key: url, operation: 'KeyUnwrap' })
    expect(await failureOf(rootKey.unwrap(wrap, context))).toMatchObject({ outcome })
    const { faults } = await world.control<{ faults: { hits: number }[] }>('GET', 'faults')
    expect(faults[0]?.hits).toBe(attempts)
    expect((await failureOf(rootKey.wrap(randomKey(), context))).outcome).toBe(outcome)
  })

  const atDirectory: [string, KmsOutcome][] = [
    ['timeout', 'UNREACHABLE'],
    ['reset', 'UNREACHABLE'],
    ['truncated', 'UNREACHABLE'],
    ['http500', 'UNREACHABLE'],
    ['bad-gateway', 'UNREACHABLE'],
    ['throttle', 'THROTTLED'],
    ['html', 'UNREACHABLE'],
    ['empty', 'UNREACHABLE'],
    ['redirect', 'UNREACHABLE'],
    ['huge', 'UNREACHABLE'],
    ['deny', 'DENIED'],
  ]
  it.each(atDirectory)(
    '%s at the directory ends in %s, and is over when it is over',
    async (kind, outcome) => {
      const url = await world.createKey()
      const rootKey = world.rootKey(url, LIMITS)
      await world.setFault({ kind, operation: 'SignIn' })
      expect(await failureOf(rootKey.describe())).toMatchObject({ outcome, operation: 'getToken' })
      const { faults } = await world.control<{ faults: { hits: number }[] }>('GET', 'faults')
      expect(faults[0]?.hits).toBeLessThanOrEqual(6)
      await world.clearFaults()
      // MSAL keeps away from a directory that throttled it for a minute, as it was asked to.
      if (kind !== 'throttle') expect((await rootKey.describe()).outcome).toBe('OK')
    },
  )

  it('a slip is made good by the second attempt', async () => {
    const url = await world.createKey()
    const rootKey = world.rootKey(url)
    await world.setFault({ kind: 'reset', operation: 'SignIn', count: 1 })
    expect((await rootKey.describe()).outcome).toBe('OK')
    await world.setFault({ kind: 'http500', key: url, operation: 'KeyWrap', count: 1 })
    await world.setFault({ kind: 'throttle', key: url, operation: 'KeyUnwrap', count: 1 })
    await rootKey.wrap(randomKey(), contextOf())
  })

  it('what is for information only holds nothing up', async () => {
    const url = await world.createKey()
    const rootKey = world.rootKey(url, LIMITS)
    for (const operation of ['KeyGetRotationPolicy', 'KeyListVersions']) {
      await world.setFault({ kind: 'timeout', key: url, operation })
    }
    const described = await rootKey.describe()
    expect(described).toMatchObject({ outcome: 'OK', hidden: ['rotation', 'versions'] })
  })

  it('a change that has not reached every server is believed when it has', async () => {
    const url = await world.createKey()
    const rootKey = world.rootKey(url)
    const context = contextOf()
    const wrap = await rootKey.wrap(randomKey(), context)
    await world.control('POST', 'lag', { ms: 600_000 })
    await world.atKey(url, 'disable')
    await rootKey.unwrap(wrap, context)
    await world.control('POST', 'lag', { ms: 0 })
    expect((await failureOf(rootKey.unwrap(wrap, context))).outcome).toBe('DISABLED')
  })
})

describe('nothing answers', () => {
  it('a closed port is unreachable', async () => {
    const loopback = { port: 1, authority: certificates.authority }
    const rootKey = world.rootKey(KEY_URL, { ...LIMITS, loopback })
    expect(await failureOf(rootKey.describe())).toMatchObject({ outcome: 'UNREACHABLE', retryable: true })
  })

  it('a vault that is not there is unreachable', async () => {
    const rootKey = world.rootKey('https://nowhere.vault.azure.net/keys/latchkey', LIMITS)
    expect((await failureOf(rootKey.describe())).outcome).toBe('UNREACHABLE')
  })

  it('a certificate of somebody else’s is unreachable', async () => {
    const foreign = { ...world.loopback, authority: certificates.authority }
    const rootKey = world.rootKey(KEY_URL, { ...LIMITS, loopback: foreign })
    expect((await failureOf(rootKey.describe())).outcome).toBe('UNREACHABLE')
  })

  it('a whole operation ends within its limit, however its attempts hang', async () => {
    const { rootKey, atVault } = await behind(() => undefined)
    const begun = performance.now()
    const error = await failureOf(rootKey.unwrap(stored(), CONTEXT))
    expect(error.outcome).toBe('UNREACHABLE')
    expect(performance.now() - begun).toBeLessThan(5_000)
    expect(atVault().length).toBeLessThanOrEqual(2)
  })

  it('nor does a directory that hangs hold it up', async () => {
    const { rootKey } = await behind(failing(500, 'x'), () => undefined)
    const begun = performance.now()
    expect((await failureOf(rootKey.unwrap(stored(), CONTEXT))).outcome).toBe('UNREACHABLE')
    expect(performance.now() - begun).toBeLessThan(5_000)
  })

  it('the caller’s own abort is no answer of a KMS', async () => {
    const { rootKey } = await behind(() => undefined)
    const reason = new Error('shutting down')
    const signal = AbortSignal.abort(reason)
    await expect(rootKey.unwrap(stored(), CONTEXT, signal)).rejects.toBe(reason)
    const controller = new AbortController()
    const pending = rootKey.unwrap(stored(), CONTEXT, controller.signal)
    controller.abort(reason)
    await expect(pending).rejects.toBe(reason)
  })
})
