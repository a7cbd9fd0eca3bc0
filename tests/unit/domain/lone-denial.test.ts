import { describe, expect, it } from 'vitest'
import { type Instant, later } from '@/lib/domain/instant'
import type { KmsOutcome } from '@/lib/domain/kms-outcome'
import {
  afterOwnProof,
  afterReturnBySomebodyElse,
  mustWithdraw,
  NO_DENIALS,
  noLongerAlone,
  type OwnDenials,
} from '@/lib/domain/lone-denial'

const START: Instant = { monoMs: 0, wallMs: 1_800_000_000_000 }
const MINUTE = 60_000
const at = (ms: number) => later(START, ms)
const proof = (before: OwnDenials, ms: number, outcome: KmsOutcome, isStopped = false) =>
  afterOwnProof(before, { outcome, startedAt: at(ms) }, isStopped, at(ms))
const overruled = (ms = MINUTE) => afterReturnBySomebodyElse(proof(NO_DENIALS, 0, 'DENIED'), at(ms))

describe('a process that is denied', () => {
  it('is not alone at first, nor while the stop lasts', () => {
    expect(proof(NO_DENIALS, 0, 'DENIED').isAlone).toBe(false)
    expect(proof(proof(NO_DENIALS, 0, 'DENIED'), 30_000, 'DENIED', true).isAlone).toBe(false)
  })

  it('is alone when others overruled it and it is denied again within ten minutes', () => {
    expect(proof(overruled(), 2 * MINUTE, 'DISABLED').isAlone).toBe(true)
    expect(proof(overruled(), 11 * MINUTE - 1, 'DENIED').isAlone).toBe(true)
    expect(proof(overruled(), 11 * MINUTE, 'DENIED').isAlone).toBe(false)
  })

  it('is not alone when it was proven well in between: the key may just have been taken away again', () => {
    expect(proof(proof(overruled(), 61_000, 'OK'), 2 * MINUTE, 'DENIED').isAlone).toBe(false)
    expect(proof(proof(overruled(), 61_000, 'UNREACHABLE'), 2 * MINUTE, 'DENIED').isAlone).toBe(true)
  })

  it('was not overruled when its own newest answer was good', () => {
    const good = proof(proof(NO_DENIALS, 0, 'DENIED'), 1_000, 'OK', true)
    expect(proof(afterReturnBySomebodyElse(good, at(MINUTE)), 2 * MINUTE, 'DENIED').isAlone).toBe(false)
  })

  it('stays alone until its own proofs are good, or everybody is denied', () => {
    const alone = proof(overruled(), 2 * MINUTE, 'DENIED')
    expect(proof(alone, 60 * MINUTE, 'DENIED', true).isAlone).toBe(true)
    expect(proof(alone, 60 * MINUTE, 'OK', true).isAlone).toBe(true)
    expect(noLongerAlone(alone)).toMatchObject({ isAlone: false, overruledAt: null })
  })
})

describe('a process that is alone', () => {
  it('leaves service, unless it proves another customer’s root well', () => {
    expect(mustWithdraw([], at(0))).toBe(true)
    expect(mustWithdraw([null], at(0))).toBe(true)
    expect(mustWithdraw([null, at(0)], at(59_999))).toBe(false)
    expect(mustWithdraw([at(0)], at(60_000))).toBe(true)
  })
})
