import { afterEach, describe, expect, it } from 'vitest'
import { randomKey } from '@/lib/crypto'
import type { KmsOutcome } from '@/lib/domain/kms-outcome'
import { ACCOUNT, contextOf, credentials, failureOf, GoogleWorld } from './google-world'

const world = new GoogleWorld()
const LIMITS = { attemptTimeoutMs: 1_000, totalTimeoutMs: 3_000 }
afterEach(() => world.reset())

const wrap = (name: string, options = {}) =>
  world.rootKey(name, ACCOUNT, options).wrap(randomKey(), contextOf())

describe('tokens', () => {
  it('are asked for once, however many wait for them, and kept', async () => {
    const rootKey = world.rootKey(await world.createKey())
    const before = await impersonations()
    await Promise.all(Array.from({ length: 5 }, () => rootKey.wrap(randomKey(), contextOf())))
    await rootKey.wrap(randomKey(), contextOf())
    expect((await impersonations()) - before).toBe(1)
  })

  it('that are no longer taken are renewed once', async () => {
    const rootKey = world.rootKey(await world.createKey())
    const share = randomKey()
    const context = contextOf()
    const wrapped = await rootKey.wrap(share, context)
    await world.control('DELETE', 'tokens', {})
    expect(Buffer.compare((await rootKey.unwrap(wrapped, context)).share, share)).toBe(0)
  })

  it('of a service account that was switched off are ours to put right, not the customer’s', async () => {
    const name = await world.createKey()
    await world.control('POST', `service-accounts/${ACCOUNT}`, { disabled: true })
    const error = await failureOf(wrap(name))
    await world.control('POST', `service-accounts/${ACCOUNT}`, { disabled: false })
    expect(error).toMatchObject({ outcome: 'OURS', errorName: 'FAILED_PRECONDITION' })
  })

  const faults: [string, string, KmsOutcome][] = [
    ['GenerateAccessToken', 'unavailable', 'UNREACHABLE'],
    ['GenerateAccessToken', 'throttle', 'THROTTLED'],
    ['GenerateAccessToken', 'timeout', 'UNREACHABLE'],
    ['GenerateAccessToken', 'reset', 'UNREACHABLE'],
    ['Token', 'unavailable', 'UNREACHABLE'],
    ['Token', 'timeout', 'UNREACHABLE'],
  ]
  it.each(faults)('that can’t be had for a while: %s with %s is %s', async (operation, kind, outcome) => {
    const name = await world.createKey()
    await world.setFault({ kind, operation })
    expect(await failureOf(wrap(name, LIMITS))).toMatchObject({ outcome, retryable: true })
  })
})

describe('credentials of ours', () => {
  it('that are not accepted are our fault, not the customer’s', async () => {
    const name = await world.createKey()
    const wrong = [
      { ...credentials, refreshToken: '1//withdrawn' },
      { ...credentials, clientSecret: 'another-secret' },
    ]
    for (const given of wrong) {
      const error = await failureOf(wrap(name, { credentials: given }))
      expect(error).toMatchObject({ outcome: 'OURS', retryable: true, operation: 'GenerateAccessToken' })
      expect(JSON.stringify(error)).not.toContain(given.refreshToken)
    }
  })

  it('are read anew once', async () => {
    const name = await world.createKey()
    let reads = 0
    const given = async () => {
      reads += 1
      return reads === 1 ? { ...credentials, refreshToken: '1//of-yesterday' } : credentials
    }
    await wrap(name, { credentials: given })
    expect(reads).toBe(2)
  })
})

/** How often the installation has acted as the organization's account. */
async function impersonations(): Promise<number> {
  const { entries } = await world.control<{ entries: { methodName: string }[] }>(
    'GET',
    'projects/latchkey-service/log?limit=2000',
  )
  return entries.filter(({ methodName }) => methodName === 'GenerateAccessToken').length
}
