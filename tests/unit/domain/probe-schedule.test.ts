import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Availability, afterProof, unproven } from '@/lib/domain/availability'
import { elapsedMs, type Instant, later } from '@/lib/domain/instant'
import type { KmsOutcome } from '@/lib/domain/kms-outcome'
import { isDue, mayProbeOnDemand, nextProbeAt } from '@/lib/domain/probe-schedule'

const START: Instant = { monoMs: 0, wallMs: 1_800_000_000_000 }
const at = (ms: number) => later(START, ms)
const proof = (ms: number, outcome: KmsOutcome, from: Availability = unproven(START)) =>
  afterProof(from, { outcome, startedAt: at(ms) }, at(ms))
const waitMs = (state: Availability, now: Instant, random: number) =>
  elapsedMs(state.lastAttemptAt ?? START, nextProbeAt(state, now, random))
const random = fc.double({ min: 0, max: 1, noNaN: true })

describe('the next proof', () => {
  it('is due at once where there was none', () => {
    expect(nextProbeAt(unproven(START), at(5), 0.5)).toEqual(at(5))
  })

  it.each(['OK', 'UNREACHABLE', 'DENIED'] as const)('comes after 24 to 36 s following %s', (outcome) => {
    const state = proof(1_000, outcome, proof(0, 'OK'))
    expect(waitMs(state, at(2_000), 0)).toBe(24_000)
    expect(waitMs(state, at(2_000), 0.5)).toBe(30_000)
    expect(waitMs(state, at(2_000), 1)).toBe(36_000)
  })

  it('comes every five minutes once a stop is an hour old', () => {
    const stopped = proof(3_600_000, 'DENIED', proof(0, 'DENIED'))
    expect(waitMs(stopped, at(3_599_999), 0.5)).toBe(30_000)
    expect(waitMs(stopped, at(3_600_000), 0.5)).toBe(300_000)
  })

  it('comes ten seconds after the first good one of a stop, and that one ends it', () => {
    fc.assert(
      fc.property(random, (r) => {
        const first = proof(5_000, 'OK', proof(0, 'DENIED'))
        const next = nextProbeAt(first, at(6_000), r)
        expect(elapsedMs(at(5_000), next)).toBeLessThan(11_000)
        expect(afterProof(first, { outcome: 'OK', startedAt: next }, next).state).toBe('active')
      }),
    )
  })

  it('brings a key back within a minute of its return in the first hour', () => {
    fc.assert(
      fc.property(random, random, (a, b) => {
        // Returned just after an attempt that was still refused.
        const refused = proof(1_000, 'DISABLED')
        const first = nextProbeAt(refused, at(1_000), a)
        const half = afterProof(refused, { outcome: 'OK', startedAt: first }, first)
        const second = nextProbeAt(half, first, b)
        expect(afterProof(half, { outcome: 'OK', startedAt: second }, second).state).toBe('active')
        expect(elapsedMs(at(1_000), second)).toBeLessThan(60_000)
      }),
    )
  })
})

describe('a moment', () => {
  it('has come by either clock', () => {
    expect(isDue(at(10), at(9))).toBe(false)
    expect(isDue(at(10), at(10))).toBe(true)
    expect(isDue(at(10), { monoMs: 0, wallMs: START.wallMs + 10 })).toBe(true)
  })
})

describe('check now', () => {
  it('tries at most every ten seconds', () => {
    const state = proof(0, 'DENIED')
    expect(mayProbeOnDemand(unproven(START), START)).toBe(true)
    expect(mayProbeOnDemand(state, at(9_999))).toBe(false)
    expect(mayProbeOnDemand(state, at(10_000))).toBe(true)
  })
})
