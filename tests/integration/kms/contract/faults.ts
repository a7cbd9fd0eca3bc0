import { expect } from 'vitest'
import { randomKey } from '@/lib/crypto'
import { type KmsOutcome, toleranceOf } from '@/lib/domain/kms-outcome'
import type { RootKey, StoredWrap, WrapContext } from '@/lib/kms'
import { failureOf, type Ground, hex, outcomeOf } from './ground'
import type { FaultKind, PortCall } from './subject'

/** For faults that hang, so that nobody waits for the true limits. */
const SHORT = { attemptTimeoutMs: 500, totalTimeoutMs: 1_500 }
/** An attempt, another one, and a look at the key's state for each. */
const MAX_REQUESTS = 4

/** Something between us and the KMS: an outage, or an answer that nobody knows. */
const OUTAGE: KmsOutcome[] = ['UNREACHABLE', 'UNKNOWN']
const ON_THE_WAY: [FaultKind, KmsOutcome[]][] = [
  ['timeout', ['UNREACHABLE']],
  ['reset', ['UNREACHABLE']],
  ['http500', ['UNREACHABLE']],
  ['throttle', ['THROTTLED']],
  ['refuse', ['DENIED']],
  ['truncated', OUTAGE],
  ['html', OUTAGE],
  ['garbage', OUTAGE],
  ['empty', OUTAGE],
  ['oversized', OUTAGE],
]

export function faults(ground: Ground): void {
  const { subject } = ground

  for (const [kind, outcomes] of ON_THE_WAY) {
    for (const at of ['unwrap', 'wrap', 'describe'] as const) {
      ground.case(`${kind} at ${at}: ${outcomes.join(' or ')}, after few requests`, [kind], async () => {
        const { keyId, wrap, context } = await ground.wrapped()
        const rootKey = await ground.connected(keyId, kind === 'timeout' ? SHORT : {})
        await subject.setFault({ kind, keyId, at })
        const error = await failureOf(callOf(rootKey, at, wrap, context))
        expect(outcomes).toContain(error.outcome)
        expect(error.retryable).toBe(toleranceOf(error.outcome) === 'grace')
        const strikes = await subject.strikes()
        expect(strikes).toBeGreaterThan(0)
        expect(strikes).toBeLessThanOrEqual(MAX_REQUESTS)
      })
    }
    ground.case(`${kind}: it works again when it is over`, [kind], async () => {
      const { keyId, wrap, context, share } = await ground.wrapped()
      const rootKey = await ground.connected(keyId, kind === 'timeout' ? SHORT : {})
      await subject.setFault({ kind, keyId, at: 'unwrap' })
      await failureOf(rootKey.unwrap(wrap, context))
      await subject.clearFaults()
      const patient = kind === 'timeout' ? await ground.connected(keyId) : rootKey
      expect(hex((await patient.unwrap(wrap, context)).share)).toBe(hex(share))
    })
  }

  ground.case('slow, but within the limit, is no fault', ['slow'], async () => {
    const { keyId, share, unwrap } = await ground.wrapped()
    await subject.setFault({ kind: 'slow', keyId, at: 'unwrap', delayMs: 300 })
    expect(hex((await unwrap()).share)).toBe(hex(share))
  })

  ground.case('slower than the limit is unreachable', ['slow'], async () => {
    const { keyId, wrap, context } = await ground.wrapped()
    const rootKey = await ground.connected(keyId, SHORT)
    await subject.setFault({ kind: 'slow', keyId, at: 'unwrap', delayMs: 60_000 })
    expect(await outcomeOf(rootKey.unwrap(wrap, context))).toBe('UNREACHABLE')
  })

  ground.case('a single slip is made good', ['reset'], async () => {
    const { keyId, share, unwrap } = await ground.wrapped()
    await subject.setFault({ kind: 'reset', keyId, at: 'unwrap', count: 1 })
    expect(hex((await unwrap()).share)).toBe(hex(share))
  })

  ground.case('nobody at its address: unreachable', ['close the port'], async () => {
    const { keyId, wrap, context } = await ground.wrapped()
    const rootKey = await ground.connected(keyId, { ...SHORT, closedPort: true })
    for (const at of ['unwrap', 'wrap', 'describe'] as const) {
      expect(await outcomeOf(callOf(rootKey, at, wrap, context)), at).toBe('UNREACHABLE')
    }
  })

  // What is opened is not what was wrapped: whoever changed it, it is not stored and not taken for an outage.
  for (const kind of ['wrongLength', 'wrongAnswer', 'bitFlip', 'otherKey'] as const) {
    ground.case(`${kind} while a wrap proves itself: INTEGRITY`, [kind], async () => {
      const { keyId, rootKey } = await ground.wrapped()
      await subject.setFault({ kind, keyId, at: 'unwrap' })
      expect(await outcomeOf(rootKey.wrap(randomKey(), ground.context()))).toBe('INTEGRITY')
    })
  }
  for (const kind of ['wrongLength', 'otherKey'] as const) {
    ground.case(`${kind} at unwrap: INTEGRITY`, [kind], async () => {
      const { keyId, unwrap } = await ground.wrapped()
      await subject.setFault({ kind, keyId, at: 'unwrap' })
      expect(await outcomeOf(unwrap())).toBe('INTEGRITY')
    })
  }
  for (const kind of ['wrongAnswer', 'bitFlip'] as const) {
    const needs = [kind, 'find a changed share while it unwraps'] as const
    ground.case(`${kind} at unwrap: INTEGRITY`, [...needs], async () => {
      const { keyId, unwrap } = await ground.wrapped()
      await subject.setFault({ kind, keyId, at: 'unwrap' })
      expect(await outcomeOf(unwrap())).toBe('INTEGRITY')
    })
  }
  ground.case('another key’s description is not believed', ['otherKey'], async () => {
    const { keyId, rootKey } = await ground.wrapped()
    await subject.setFault({ kind: 'otherKey', keyId, at: 'describe' })
    expect(await outcomeOf(rootKey.describe())).toBe('INTEGRITY')
  })
  ground.case('a wrap under another key is not stored', ['otherKey'], async () => {
    const { keyId, rootKey } = await ground.wrapped()
    await subject.setFault({ kind: 'otherKey', keyId, at: 'wrap' })
    expect(await outcomeOf(rootKey.wrap(randomKey(), ground.context()))).toBe('INTEGRITY')
  })
}

function callOf(rootKey: RootKey, at: PortCall, wrap: StoredWrap, context: WrapContext): Promise<unknown> {
  if (at === 'unwrap') return rootKey.unwrap(wrap, context)
  return at === 'wrap' ? rootKey.wrap(randomKey(), context) : rootKey.describe()
}
