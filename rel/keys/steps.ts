import fc from 'fast-check'
import type { KmsOutcome } from '@/lib/domain/kms-outcome'
import type { RootName } from './history'
import type { DataKind } from './key-process'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const YEAR = 365 * 24 * HOUR

/** Moments at which something ends, and which a scenario visits to the millisecond. */
export type Border = 'grace' | 'load' | 'epoch' | 'second'

/** One thing that happens in a scenario. */
export type Step =
  | { do: 'pass'; ms: number }
  | { do: 'passTo'; border: Border; root: RootName; by: number }
  /** somebody sets the wall clock */
  | { do: 'jump'; wallMs: number }
  /** the process is stopped and goes on later, with its first act a use; a paused machine's monotonic clock stands still */
  | { do: 'sleep'; ms: number; mono: boolean }
  | { do: 'say'; root: RootName; outcome: KmsOutcome }
  /** a root that refuses and lets in by turns, proven each time */
  | { do: 'flap'; outcome: KmsOutcome; times: number; everyMs: number }
  | { do: 'care' }
  | { do: 'prove' }
  | { do: 'use'; operation: 'encrypt' | 'decrypt'; kind: DataKind; database: boolean }
  | { do: 'hold'; kind: DataKind }
  | { do: 'useHeld' }
  /** a proof is asked for and not answered before `answer` */
  | { do: 'ask' }
  | { do: 'answer' }
  | { do: 'restart' }

const SILENCES: KmsOutcome[] = ['UNREACHABLE', 'THROTTLED', 'OURS', 'UNKNOWN']
const DENIALS: KmsOutcome[] = ['DENIED', 'DISABLED', 'PENDING_DELETION', 'GONE', 'MISCONFIGURED', 'INTEGRITY']

const root = fc.constantFrom<RootName>('customer', 'customer', 'platform')
const kind = fc.constantFrom<DataKind>('secret', 'secret', 'secret', 'metadata')
const trouble = fc.constantFrom(...SILENCES, ...DENIALS)
const some = <T extends Step>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ arbitrary, weight })
const one = <T extends Step>(weight: number, step: T) => some(weight, fc.constant(step))

const use = fc.record({
  do: fc.constant('use' as const),
  operation: fc.constantFrom('decrypt' as const, 'encrypt' as const),
  kind,
  database: fc.integer({ min: 0, max: 19 }).map((number) => number < 19),
})
const pass = fc.record({
  do: fc.constant('pass' as const),
  ms: fc.oneof(
    fc.integer({ min: 0, max: 15 * SECOND }),
    fc.integer({ min: 25 * SECOND, max: 40 * SECOND }),
    fc.integer({ min: MINUTE, max: 20 * MINUTE }),
  ),
})
const passTo = fc.record({
  do: fc.constant('passTo' as const),
  border: fc.constantFrom<Border>('grace', 'grace', 'load', 'epoch', 'second'),
  root,
  by: fc.constantFrom(-SECOND, -1, 0, 1),
})
const say = fc
  .record({
    do: fc.constant('say' as const),
    root,
    outcome: fc.oneof(fc.constant<KmsOutcome>('OK'), trouble),
  })
  // A share of the platform's that was never opened and is not what was wrapped speaks against its row, not the root.
  .filter((step) => step.root === 'customer' || step.outcome !== 'INTEGRITY')
const flap = fc.record({
  do: fc.constant('flap' as const),
  outcome: trouble,
  times: fc.integer({ min: 1, max: 4 }),
  everyMs: fc.constantFrom(SECOND, 9_999, 10_000, 31 * SECOND, 4 * MINUTE),
})
const jump = fc.record({
  do: fc.constant('jump' as const),
  wallMs: fc.constantFrom(HOUR, -HOUR, YEAR, -YEAR, 10 * MINUTE, -10 * MINUTE, 1, -1),
})
const sleep = fc.record({
  do: fc.constant('sleep' as const),
  ms: fc.constantFrom(31 * SECOND, 10 * MINUTE - 1, 10 * MINUTE, 15 * MINUTE, 16 * MINUTE, HOUR),
  mono: fc.boolean(),
})
const hold = fc.record({ do: fc.constant('hold' as const), kind })

const COMMON = [
  some(14, use),
  some(4, pass),
  some(5, passTo),
  some(4, say),
  one(4, { do: 'care' } as const),
  one(2, { do: 'prove' } as const),
  some(1, hold),
  one(4, { do: 'useHeld' } as const),
]
const steps = (from: { arbitrary: fc.Arbitrary<Step>; weight: number }[]): fc.Arbitrary<Step[]> =>
  fc.array(fc.oneof(...from), { minLength: 20, maxLength: 28, size: 'max' })

/** What a suite plays: courses that were thought of, and any other. */
export interface Play {
  examples: Step[][]
  scenarios: fc.Arbitrary<Step[]>
}

const read = { do: 'use', operation: 'decrypt', kind: 'secret', database: true } as const
const readMetadata = { ...read, kind: 'metadata' } as const
const care = { do: 'care' } as const
const prove = { do: 'prove' } as const
const restart = { do: 'restart' } as const
const after = (ms: number) => ({ do: 'pass', ms }) as const
const customer = (outcome: KmsOutcome) => ({ do: 'say', root: 'customer', outcome }) as const
const platform = (outcome: KmsOutcome) => ({ do: 'say', root: 'platform', outcome }) as const
const toEndOf = (root: RootName, by: number) => ({ do: 'passTo', border: 'grace', root, by }) as const

/** Faults, flapping, late answers and restarts, with clocks that go as they should. */
export const faults: Play = {
  examples: [
    [read, customer('UNREACHABLE'), prove, toEndOf('customer', -SECOND), read, toEndOf('customer', 0), read],
    [
      read,
      platform('UNREACHABLE'),
      toEndOf('platform', -1),
      read,
      toEndOf('platform', 0),
      read,
      readMetadata,
    ],
    [
      read,
      { do: 'flap', outcome: 'UNREACHABLE', times: 4, everyMs: 4 * MINUTE },
      toEndOf('customer', 0),
      read,
    ],
    [customer('UNREACHABLE'), read, after(37 * SECOND), care, read, toEndOf('customer', -1), read],
    [
      read,
      customer('DENIED'),
      prove,
      read,
      customer('UNREACHABLE'),
      after(MINUTE),
      care,
      read,
      restart,
      read,
    ],
    [
      read,
      customer('DENIED'),
      prove,
      customer('OK'),
      prove,
      after(9_999),
      prove,
      read,
      after(1),
      prove,
      read,
    ],
    [read, customer('DISABLED'), prove, platform('UNREACHABLE'), after(MINUTE), care, readMetadata, read],
    [
      read,
      platform('DENIED'),
      after(37 * SECOND),
      care,
      read,
      platform('OK'),
      after(37 * SECOND),
      care,
      read,
    ],
    [read, { do: 'ask' }, customer('UNREACHABLE'), after(2 * MINUTE), read, { do: 'answer' }, read],
  ],
  scenarios: steps([
    ...COMMON,
    some(2, flap),
    one(1, { do: 'ask' } as const),
    one(1, { do: 'answer' } as const),
    one(1, { do: 'restart' } as const),
  ]),
}

const jumped = (wallMs: number) => ({ do: 'jump', wallMs }) as const
const slept = (ms: number, mono: boolean) => ({ do: 'sleep', ms, mono }) as const

/** Clocks that are set and processes that are paused, among the same faults. */
export const clocks: Play = {
  examples: [
    [
      read,
      customer('UNREACHABLE'),
      prove,
      jumped(-HOUR),
      toEndOf('customer', -1),
      read,
      toEndOf('customer', 0),
      read,
    ],
    [read, customer('UNREACHABLE'), prove, jumped(10 * MINUTE), read, jumped(-YEAR), read],
    [read, { do: 'hold', kind: 'secret' }, jumped(YEAR), { do: 'useHeld' }, jumped(-YEAR), { do: 'useHeld' }],
    [read, customer('UNREACHABLE'), slept(16 * MINUTE, false), read],
    [
      read,
      customer('DENIED'),
      slept(16 * MINUTE, true),
      read,
      slept(HOUR, false),
      customer('OK'),
      jumped(HOUR),
      read,
    ],
    // A clock that is set back while somebody has the right to try the key must not keep all others from it.
    [read, customer('DENIED'), after(37 * SECOND), care, after(37 * SECOND), care, jumped(-HOUR)],
    [read, customer('DENIED'), after(37 * SECOND), care, customer('OK'), prove, jumped(HOUR), prove, read],
  ],
  scenarios: steps([...COMMON, some(6, jump), some(5, sleep)]),
}
