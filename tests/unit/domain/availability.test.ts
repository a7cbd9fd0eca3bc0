import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Availability,
  afterProof,
  atTime,
  graceEndsAt,
  isStopped,
  type Proof,
  unproven,
} from '@/lib/domain/availability'
import { elapsedMs, type Instant, instantFromWall, later } from '@/lib/domain/instant'
import { KMS_OUTCOMES, type KmsOutcome, toleranceOf } from '@/lib/domain/kms-outcome'

const START: Instant = { monoMs: 5_000, wallMs: 1_800_000_000_000 }
const MINUTE = 60_000
const at = (ms: number) => later(START, ms)

/** Proofs at these times; each is answered a tenth of a second after its start. */
function history(steps: [ms: number, outcome: KmsOutcome][], from = unproven(START)): Availability {
  return steps.reduce((state, [ms, outcome]) => {
    return afterProof(state, { outcome, startedAt: at(ms) }, at(ms + 100))
  }, from)
}

const outcomesThat = (tolerance: string) => KMS_OUTCOMES.filter((one) => toleranceOf(one) === tolerance)

describe('toleranceOf', () => {
  it('gives the ten minutes to silence alone', () => {
    expect(outcomesThat('grace')).toEqual(['THROTTLED', 'UNREACHABLE', 'OURS', 'UNKNOWN'])
    expect(outcomesThat('good')).toEqual(['OK', 'WRAP_BLOCKED'])
  })
})

describe('a root that is denied', () => {
  it.each(outcomesThat('stop'))('stops at once at %s', (outcome) => {
    expect(
      history([
        [0, 'OK'],
        [30_000, outcome],
      ]),
    ).toMatchObject({ state: 'stopped_denied', cause: outcome })
  })

  it('stays so while it cannot be reached, for however long', () => {
    const state = history([
      [0, 'OK'],
      [1_000, 'DENIED'],
      [2_000, 'UNREACHABLE'],
      [60 * MINUTE, 'UNREACHABLE'],
    ])
    expect(atTime(state, at(120 * MINUTE))).toMatchObject({ state: 'stopped_denied', cause: 'DENIED' })
  })

  it('names the newest reason and keeps the time of the stop', () => {
    const state = history([
      [0, 'DISABLED'],
      [30_000, 'PENDING_DELETION'],
    ])
    expect(state).toMatchObject({ cause: 'PENDING_DELETION', since: at(100) })
  })

  it('outlives the process', () => {
    const stop = {
      state: 'stopped_denied',
      cause: 'DENIED',
      since: at(0),
      firstGoodAt: null,
      lastAttemptAt: null,
    }
    const restored = unproven(at(MINUTE), { ...stop, state: 'stopped_denied', cause: 'DENIED' })
    expect(history([[MINUTE, 'UNREACHABLE']], restored).state).toBe('stopped_denied')
    expect(
      history(
        [
          [MINUTE, 'OK'],
          [MINUTE + 9_999, 'OK'],
        ],
        restored,
      ).state,
    ).toBe('stopped_denied')
    expect(
      history(
        [
          [MINUTE, 'OK'],
          [MINUTE + 10_000, 'OK'],
        ],
        restored,
      ).state,
    ).toBe('active')
  })
})

describe('coming back', () => {
  const stops: KmsOutcome[] = ['DENIED', 'UNREACHABLE']

  it.each(stops)('from %s takes two good proofs, ten seconds apart', (outcome) => {
    const stopped = atTime(
      history([
        [0, 'OK'],
        [1_000, outcome],
      ]),
      at(11 * MINUTE),
    )
    const t = 12 * MINUTE
    expect(isStopped(stopped)).toBe(true)
    expect(isStopped(history([[t, 'OK']], stopped))).toBe(true)
    expect(
      isStopped(
        history(
          [
            [t, 'OK'],
            [t + 9_999, 'OK'],
          ],
          stopped,
        ),
      ),
    ).toBe(true)
    expect(
      history(
        [
          [t, 'OK'],
          [t + 10_000, 'OK'],
        ],
        stopped,
      ).state,
    ).toBe('active')
    expect(
      history(
        [
          [t, 'OK'],
          [t + 5_000, 'OK'],
          [t + 10_000, 'OK'],
        ],
        stopped,
      ).state,
    ).toBe('active')
  })

  it.each(['DENIED', 'UNREACHABLE', 'THROTTLED'] as const)('begins anew after a %s in between', (outcome) => {
    const t = MINUTE
    const state = history([
      [0, 'DENIED'],
      [t, 'OK'],
      [t + 5_000, outcome],
      [t + 10_000, 'OK'],
    ])
    expect(isStopped(state)).toBe(true)
    expect(history([[t + 20_000, 'OK']], state).state).toBe('active')
  })

  it('does not count an answer to a question from before the stop', () => {
    const stopped = history([
      [0, 'OK'],
      [1_000, 'DENIED'],
    ])
    const late: Proof = { outcome: 'OK', startedAt: at(900) }
    expect(afterProof(stopped, late, at(3_000)).firstGoodAt).toBeNull()
  })

  it('is not hastened by a wall clock that jumps ahead', () => {
    const first = history([
      [0, 'DENIED'],
      [1_000, 'OK'],
    ])
    const startedAt = { monoMs: at(2_000).monoMs, wallMs: at(60 * MINUTE).wallMs }
    expect(afterProof(first, { outcome: 'OK', startedAt }, startedAt).state).toBe('stopped_denied')
  })
})

describe('a root that cannot be reached', () => {
  it.each(outcomesThat('grace'))('has ten minutes from the start of the last good proof at %s', (outcome) => {
    const grace = history([
      [0, 'OK'],
      [9 * MINUTE, outcome],
    ])
    expect(grace.state).toBe('grace')
    expect(graceEndsAt(grace)).toEqual(at(10 * MINUTE))
    expect(atTime(grace, at(10 * MINUTE - 1)).state).toBe('grace')
    expect(atTime(grace, at(10 * MINUTE)).state).toBe('stopped_unreachable')
  })

  it('returns with one good proof while the grace lasts', () => {
    expect(
      history([
        [0, 'OK'],
        [MINUTE, 'UNREACHABLE'],
        [2 * MINUTE, 'OK'],
      ]),
    ).toMatchObject({
      state: 'active',
      lastProofAt: at(2 * MINUTE),
    })
  })

  it('stops at once when the last proof is already too old', () => {
    expect(
      history([
        [0, 'OK'],
        [10 * MINUTE, 'UNREACHABLE'],
      ]).state,
    ).toBe('stopped_unreachable')
  })

  it('turns into a denial when it is refused', () => {
    const stopped = atTime(
      history([
        [0, 'OK'],
        [1_000, 'UNREACHABLE'],
      ]),
      at(11 * MINUTE),
    )
    expect(history([[12 * MINUTE, 'DENIED']], stopped).state).toBe('stopped_denied')
  })

  it('does not return with a good answer that took longer than the grace', () => {
    const grace = history([
      [0, 'OK'],
      [MINUTE, 'UNREACHABLE'],
    ])
    const late = afterProof(grace, { outcome: 'OK', startedAt: at(MINUTE) }, at(11 * MINUTE))
    expect(late.state).toBe('stopped_unreachable')
  })

  it('is not proven by a good answer that was asked for too long ago, even where nothing failed before', () => {
    const active = history([[0, 'OK']])
    const late = afterProof(active, { outcome: 'OK', startedAt: at(MINUTE) }, at(11 * MINUTE))
    expect(late).toMatchObject({ state: 'stopped_unreachable', lastProofAt: at(0) })
  })

  it('keeps the younger of two proofs that overtake each other', () => {
    const young = history([[20_000, 'OK']])
    const overtaken = afterProof(young, { outcome: 'OK', startedAt: at(15_000) }, at(21_000))
    expect(overtaken.lastProofAt).toEqual(at(20_000))
    expect(overtaken.lastAttemptAt).toEqual(at(20_000))
  })

  it('has no countdown in any other state', () => {
    expect(graceEndsAt(history([[0, 'OK']]))).toBeNull()
    expect(graceEndsAt(history([[0, 'DENIED']]))).toBeNull()
  })
})

describe('whatever happens', () => {
  const step = fc.record({
    gapMs: fc.nat({ max: 5 * MINUTE }),
    wallJumpMs: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.integer({ min: -7e6, max: 7e6 })),
    answerMs: fc.nat({ max: 8_000 }),
    outcome: fc.constantFrom(...KMS_OUTCOMES),
  })

  /** Runs a scenario, and calls back after each answer. */
  function play(
    steps: (typeof step extends fc.Arbitrary<infer T> ? T : never)[],
    look: (seen: Seen) => void,
  ) {
    let state = unproven(START)
    let { monoMs, wallMs } = START
    const proofs: Proof[] = []
    for (const { gapMs, wallJumpMs, answerMs, outcome } of steps) {
      const startedAt = { monoMs: monoMs + gapMs, wallMs: wallMs + gapMs + wallJumpMs }
      const now = later(startedAt, answerMs)
      ;({ monoMs, wallMs } = now)
      const before = state
      proofs.push({ outcome, startedAt })
      state = afterProof(before, { outcome, startedAt }, now)
      look({ before, state, proofs, now })
    }
  }
  interface Seen {
    before: Availability
    state: Availability
    proofs: Proof[]
    now: Instant
  }
  const scenario = fc.array(step, { maxLength: 60 })

  it('a refusal stops, and nothing but two good proofs 10 s apart ends a stop', () => {
    fc.assert(
      fc.property(scenario, (steps) => {
        play(steps, ({ before, state, proofs }) => {
          const last = proofs.at(-1)
          if (last && toleranceOf(last.outcome) === 'stop') expect(state.state).toBe('stopped_denied')
          if (!isStopped(before) || isStopped(state)) return
          const bad = proofs.findLastIndex(({ outcome }) => toleranceOf(outcome) !== 'good')
          const good = proofs.slice(bad + 1)
          const spread = (good.at(-1)?.startedAt.monoMs ?? 0) - (good[0]?.startedAt.monoMs ?? 0)
          expect(spread).toBeGreaterThanOrEqual(10_000)
        })
      }),
    )
  })

  it('grace never lasts past ten minutes from the last good proof, however it flaps', () => {
    fc.assert(
      fc.property(scenario, (steps) => {
        play(steps, ({ state, proofs, now }) => {
          if (state.state !== 'grace' || state.lastProofAt === null) return
          const good = proofs.filter(({ outcome }) => toleranceOf(outcome) === 'good')
          expect(good.some(({ startedAt }) => elapsedMs(startedAt, now) < 10 * MINUTE)).toBe(true)
          expect(elapsedMs(state.lastProofAt, now)).toBeLessThan(10 * MINUTE)
        })
      }),
    )
  })

  it('silence alone never moves the end of a grace, nor the time of a stop', () => {
    fc.assert(
      fc.property(scenario, (steps) => {
        play(steps, ({ before, state, proofs }) => {
          const last = proofs.at(-1)
          if (!last || toleranceOf(last.outcome) !== 'grace') return
          expect(state.lastProofAt).toEqual(before.lastProofAt)
          if (before.state === 'grace' && state.state === 'grace') {
            expect(graceEndsAt(state)).toEqual(graceEndsAt(before))
          }
          if (before.state === 'stopped_denied')
            expect(state).toMatchObject({ state: before.state, since: before.since })
        })
      }),
    )
  })
})

describe('the two clocks', () => {
  it('count by the larger', () => {
    expect(elapsedMs(START, { monoMs: START.monoMs + 10, wallMs: START.wallMs - MINUTE })).toBe(10)
    expect(elapsedMs(START, { monoMs: START.monoMs, wallMs: START.wallMs + MINUTE })).toBe(MINUTE)
  })

  it('take a stored time of day as just as old, and one in the future as now', () => {
    expect(instantFromWall(START.wallMs - 500, START)).toEqual(later(START, -500))
    expect(instantFromWall(START.wallMs + MINUTE, START)).toEqual(START)
  })
})
