import { describe, expect, it } from 'vitest'
import {
  BLOCKED_WORDS,
  blockedWords,
  countWords,
  estimatedKmsCalls,
  isSettled,
  oldKeyIsFree,
  REQUEST_STATUS_WORDS,
  type RequestFacts,
  requestStatusOf,
  rotationCensus,
  rotationCourse,
} from '@/lib/domain/rotation'

const NOW = new Date('2026-03-01T12:00:00.000Z')
const pending: RequestFacts = {
  decision: 'pending',
  decidedBy: null,
  expiresAt: new Date(NOW.getTime() + 1),
  rotation: null,
}
const approved: RequestFacts = { ...pending, decision: 'approved', decidedBy: 'somebody', expiresAt: NOW }

describe('the status of a request', () => {
  it.each([
    ['waiting', pending],
    ['expired', { ...pending, expiresAt: NOW }],
    ['expired', { ...pending, decision: 'rejected' }],
    ['rejected', { ...pending, decision: 'rejected', decidedBy: 'somebody' }],
    ['starting', approved],
    ['running', { ...approved, rotation: { stage: 'rewrapping', blockedCode: null } }],
    ['blocked', { ...approved, rotation: { stage: 'rewrapping', blockedCode: 'old_key_denied' } }],
    ['complete', { ...approved, rotation: { stage: 'complete', blockedCode: null } }],
    ['refused', { ...approved, rotation: { stage: 'refused', blockedCode: null } }],
  ] satisfies [string, RequestFacts][])('is %s', (status, facts) => {
    expect(requestStatusOf(facts, NOW)).toBe(status)
  })

  it('settles where nothing more can happen', () => {
    const all = Object.keys(REQUEST_STATUS_WORDS) as (keyof typeof REQUEST_STATUS_WORDS)[]
    expect(all.filter((status) => !isSettled(status))).toEqual(['waiting', 'starting', 'running', 'blocked'])
  })
})

describe('the census', () => {
  const census = rotationCensus.parse({
    oldKeyId: 'old',
    wrapsUnderOldKey: 0,
    sharesTotal: 2,
    sharesOpenedWithoutOldKey: 2,
    dataKeysTotal: 5,
    dataKeysOpenedWithoutOldKey: 5,
    checkedAt: NOW.toISOString(),
  })

  it('frees the old key only when nothing is wrapped by it and all was opened without it', () => {
    expect(oldKeyIsFree(census)).toBe(true)
    expect(oldKeyIsFree({ ...census, wrapsUnderOldKey: 1 })).toBe(false)
    expect(oldKeyIsFree({ ...census, sharesOpenedWithoutOldKey: 1 })).toBe(false)
    expect(oldKeyIsFree({ ...census, dataKeysOpenedWithoutOldKey: 4 })).toBe(false)
  })
})

describe('what the service writes', () => {
  it('is read strictly', () => {
    const entry = { stage: 'verifying', startedAt: NOW.toISOString(), counts: { sharesOpened: 2 } }
    expect(rotationCourse.parse([entry])).toEqual([entry])
    expect(rotationCourse.safeParse([{ ...entry, stage: 'dreaming' }]).success).toBe(false)
    expect(rotationCourse.safeParse([{ ...entry, counts: { sharesOpened: -1 } }]).success).toBe(false)
  })

  it('has words for every count and every block, known or not', () => {
    expect(countWords('dataKeysTotal', 1_200)).toBe('1,200 data keys total')
    expect(countWords('dataKeys', 1)).toBe('1 data key')
    expect(countWords('processes', 1)).toBe('1 process')
    expect(countWords('kmsCalls', 3)).toBe('3 KMS calls')
    expect(blockedWords('old_key_denied')).toBe(BLOCKED_WORDS.old_key_denied)
    expect(blockedWords('something_new').message).toContain('something_new')
  })
})

it('costs KMS calls by shares and processes, not by data', () => {
  expect(estimatedKmsCalls(1)).toBe(16)
  expect(estimatedKmsCalls(3) - estimatedKmsCalls(1)).toBe(6)
  expect(estimatedKmsCalls(1, 3) - estimatedKmsCalls(1, 1)).toBe(2)
})
