import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Availability, afterProof, demandProof, unproven } from '@/lib/domain/availability'
import { elapsedMs, type Instant, later } from '@/lib/domain/instant'
import { KMS_OUTCOMES, type KmsOutcome } from '@/lib/domain/kms-outcome'
import { type KeyStanding, mayLoad, usable } from '@/lib/domain/usable'

const START: Instant = { monoMs: 0, wallMs: 1_800_000_000_000 }
const MINUTE = 60_000
const at = (ms: number) => later(START, ms)
const root = (ms: number, outcome: KmsOutcome = 'OK', from: Availability = unproven(START)) =>
  afterProof(from, { outcome, startedAt: at(ms) }, at(ms))

function standing(changes: Partial<KeyStanding> = {}): KeyStanding {
  return { platform: root(0), customer: root(0), epochReadAt: at(0), loadedAt: at(0), ...changes }
}
const because = (key: KeyStanding, now: Instant) => {
  const answer = usable(key, now)
  return answer.usable ? 'usable' : answer.because
}

describe('a key is usable', () => {
  it('with both roots proven, a fresh epoch and a young load', () => {
    expect(because(standing(), at(1_000))).toBe('usable')
    expect(because(standing({ customer: null }), at(1_000))).toBe('usable')
  })

  it('until the last proof of either root is ten minutes old', () => {
    const young = { epochReadAt: at(10 * MINUTE), loadedAt: at(MINUTE) }
    expect(because(standing(young), at(10 * MINUTE - 1))).toBe('usable')
    expect(because(standing(young), at(10 * MINUTE))).toBe('prove')
    expect(because(standing({ ...young, customer: root(MINUTE) }), at(10 * MINUTE))).toBe('prove')
    expect(because(standing({ ...young, platform: root(MINUTE) }), at(10 * MINUTE))).toBe('prove')
  })

  it('until its load is fifteen minutes old', () => {
    const proven = { platform: root(14 * MINUTE), customer: root(14 * MINUTE), epochReadAt: at(15 * MINUTE) }
    expect(because(standing(proven), at(15 * MINUTE - 1))).toBe('usable')
    expect(because(standing(proven), at(15 * MINUTE))).toBe('load')
  })

  it('for 30 s after the epoch was read, or after a proof of its own', () => {
    const later29 = { platform: root(0), customer: root(0), epochReadAt: at(0) }
    expect(because(standing(later29), at(29_999))).toBe('usable')
    expect(because(standing(later29), at(30_000))).toBe('prove')
    expect(because(standing({ ...later29, customer: root(20_000) }), at(49_999))).toBe('usable')
    expect(because(standing({ ...later29, platform: root(20_000) }), at(49_999))).toBe('prove')
    expect(because(standing({ epochReadAt: null }), at(29_999))).toBe('usable')
    expect(because(standing({ epochReadAt: null }), at(30_000))).toBe('prove')
  })

  it('not before a proof that was demanded', () => {
    const demanded = demandProof(root(0), at(5_000))
    expect(because(standing({ customer: demanded }), at(6_000))).toBe('prove')
    expect(because(standing({ customer: root(4_999, 'OK', demanded) }), at(6_000))).toBe('prove')
    expect(because(standing({ customer: root(5_000, 'OK', demanded) }), at(6_000))).toBe('usable')
  })

  it('not by a root that was never proven', () => {
    expect(because(standing({ customer: unproven(START) }), at(1))).toBe('prove')
    expect(because(standing({ customer: root(1, 'UNREACHABLE') }), at(1))).toBe('prove')
  })
})

describe('a stop', () => {
  it('names the customer’s denial, the customer’s silence and the platform’s loss apart', () => {
    const silent = root(1_000, 'UNREACHABLE', root(0))
    expect(because(standing({ customer: root(0, 'DISABLED') }), at(1))).toBe('key_denied')
    expect(because(standing({ customer: silent }), at(9 * MINUTE))).toBe('prove') // the epoch is old
    expect(because(standing({ customer: silent }), at(10 * MINUTE))).toBe('key_unreachable')
    expect(because(standing({ platform: silent }), at(10 * MINUTE))).toBe('platform_key_unavailable')
    const both = { platform: root(0, 'DENIED'), customer: root(0, 'DENIED') }
    expect(because(standing(both), at(1))).toBe('platform_key_unavailable')
  })

  it('leaves keys of the platform alone when the customer denies', () => {
    expect(because(standing({ customer: null }), at(1))).toBe('usable')
  })

  it('and a grace let nothing new be loaded', () => {
    const grace = root(1_000, 'UNREACHABLE', root(0))
    expect(mayLoad(root(0), root(0), at(2_000))).toBe(true)
    expect(mayLoad(root(0), null, at(2_000))).toBe(true)
    expect(mayLoad(root(0), grace, at(2_000))).toBe(false)
    expect(mayLoad(grace, null, at(2_000))).toBe(false)
    expect(mayLoad(root(0), root(0, 'DENIED'), at(2_000))).toBe(false)
    expect(because(standing({ customer: grace }), at(2_000))).toBe('usable')
  })
})

describe('whatever the clocks do', () => {
  it('what is usable was proven and loaded within its limits by both', () => {
    const moment = fc.record({ monoMs: fc.nat(30 * MINUTE), wallMs: fc.integer({ min: -1e9, max: 1e9 }) })
    const proven = fc
      .record({ startedAt: moment, outcome: fc.constantFrom(...KMS_OUTCOMES), was: moment })
      .map(({ startedAt, outcome, was }) =>
        afterProof(
          afterProof(unproven(was), { outcome: 'OK', startedAt: was }, was),
          { outcome, startedAt },
          startedAt,
        ),
      )
    fc.assert(
      fc.property(
        proven,
        proven,
        moment,
        moment,
        moment,
        (platform, customer, epochReadAt, loadedAt, now) => {
          if (!usable({ platform, customer, epochReadAt, loadedAt }, now).usable) return
          for (const { state, lastProofAt } of [platform, customer]) {
            expect(['active', 'grace']).toContain(state)
            expect(lastProofAt && elapsedMs(lastProofAt, now)).toBeLessThan(10 * MINUTE)
          }
          expect(now.wallMs - loadedAt.wallMs).toBeLessThan(15 * MINUTE)
          expect(now.monoMs - loadedAt.monoMs).toBeLessThan(15 * MINUTE)
        },
      ),
      { numRuns: 2_000 },
    )
  })

  it('a clock that was set back does not lengthen a life', () => {
    const back = { monoMs: at(15 * MINUTE).monoMs, wallMs: START.wallMs - 60 * MINUTE }
    expect(because(standing({ platform: root(14 * MINUTE), customer: root(14 * MINUTE) }), back)).toBe('load')
  })

  it('a machine that was paused has lost its keys', () => {
    const paused = { monoMs: 1_000, wallMs: START.wallMs + 16 * MINUTE }
    expect(because(standing(), paused)).toBe('load')
  })
})
