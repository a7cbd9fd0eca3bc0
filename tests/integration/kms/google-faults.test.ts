import { afterEach, describe, expect, it } from 'vitest'
import { randomKey } from '@/lib/crypto'
import type { KmsOutcome } from '@/lib/domain/kms-outcome'
import { ACCOUNT, contextOf, failureOf, GoogleWorld } from './google-world'

const world = new GoogleWorld()
/** Short limits, so that the tests don't wait for the true ones. */
const LIMITS = { attemptTimeoutMs: 1_000, totalTimeoutMs: 3_000 }
afterEach(() => world.reset())

describe('faults on the way to Google, by the simulator', () => {
  const kinds: [object, KmsOutcome, number][] = [
    [{ kind: 'timeout' }, 'UNREACHABLE', 2],
    [{ kind: 'slow', delayMs: 1_500 }, 'UNREACHABLE', 2],
    [{ kind: 'reset' }, 'UNREACHABLE', 2],
    [{ kind: 'truncated' }, 'UNREACHABLE', 2],
    [{ kind: 'http500' }, 'UNREACHABLE', 2],
    [{ kind: 'unavailable' }, 'UNREACHABLE', 2],
    [{ kind: 'throttle' }, 'THROTTLED', 2],
    [{ kind: 'deny' }, 'DENIED', 1],
    [{ kind: 'bit-flip' }, 'INTEGRITY', 2],
    [{ kind: 'empty' }, 'UNKNOWN', 1],
    [{ kind: 'huge' }, 'UNKNOWN', 1],
  ]
  it.each(kinds)('%j ends in %s', async (fault, outcome, attempts) => {
    const name = await world.createKey()
    const rootKey = world.rootKey(name, ACCOUNT, LIMITS)
    const context = contextOf()
    const wrap = await rootKey.wrap(randomKey(), context)
    await world.setFault({ ...fault, key: name, operation: 'Decrypt' })
    expect((await failureOf(rootKey.unwrap(wrap, context))).outcome).toBe(outcome)
    expect(await world.hits()).toBe(attempts)
  })

  it('a slip is made good by the second attempt', async () => {
    const name = await world.createKey()
    const rootKey = world.rootKey(name)
    for (const kind of ['reset', 'http500', 'throttle', 'bit-flip']) {
      await world.setFault({ kind, key: name, operation: 'Encrypt', count: 1 })
      await world.setFault({ kind, key: name, operation: 'Decrypt', count: 1 })
      await rootKey.wrap(randomKey(), contextOf())
    }
  })

  it('a channel that hangs is left, and the next attempt goes over a new one', async () => {
    const name = await world.createKey()
    const rootKey = world.rootKey(name, ACCOUNT, LIMITS)
    await world.setFault({ kind: 'timeout', key: name, operation: 'Encrypt', count: 1 })
    await rootKey.wrap(randomKey(), contextOf())
  })
})

describe('answers that are garbled or wrong', () => {
  const faults: [object, string, string][] = [
    [{ kind: 'bit-flip', operation: 'Encrypt' }, 'Encrypt', 'ChecksumMismatch'],
    [{ kind: 'bit-flip', operation: 'Decrypt' }, 'Decrypt', 'ChecksumMismatch'],
    [{ kind: 'unverified', operation: 'Encrypt' }, 'Encrypt', 'ChecksumMismatch'],
    // With a checksum that fits, only the proof finds them.
    [{ kind: 'bit-flip-checksummed', operation: 'Encrypt' }, 'Decrypt', 'INVALID_ARGUMENT'],
    [{ kind: 'bit-flip-checksummed', operation: 'Decrypt' }, 'Decrypt', 'RoundTripMismatch'],
    [{ kind: 'wrong-answer', operation: 'Encrypt' }, 'Decrypt', 'INVALID_ARGUMENT'],
    [{ kind: 'wrong-key', operation: 'Encrypt' }, 'Encrypt', 'KeyNameMismatch'],
    [{ kind: 'wrong-length', operation: 'Decrypt' }, 'Decrypt', 'PlaintextLength'],
    [{ kind: 'wrong-answer', operation: 'Decrypt' }, 'Decrypt', 'RoundTripMismatch'],
  ]
  it.each(faults)('%j is not stored', async (fault, operation, errorName) => {
    const name = await world.createKey()
    await world.setFault({ ...fault, key: name })
    const error = await failureOf(world.rootKey(name).wrap(randomKey(), contextOf()))
    expect(error).toMatchObject({ outcome: 'INTEGRITY', operation, errorName })
  })

  it('a description of another key is not believed', async () => {
    const name = await world.createKey()
    await world.setFault({ kind: 'wrong-key', key: name })
    const error = await failureOf(world.rootKey(name).describe())
    expect(error).toMatchObject({ outcome: 'INTEGRITY', errorName: 'KeyNameMismatch' })
  })
})
