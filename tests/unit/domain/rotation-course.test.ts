import { describe, expect, it } from 'vitest'
import type { CourseEntry, RequestStatus } from '@/lib/domain/rotation'
import { countsOf, toCourse } from '@/lib/domain/rotation-course'
import type { RotationView } from '@/lib/domain/views/rotation'

const AT = '2026-03-01T12:00:00.000Z'
const done = (stage: CourseEntry['stage'], more: Partial<CourseEntry> = {}): CourseEntry => ({
  stage,
  startedAt: AT,
  finishedAt: AT,
  ...more,
})
const begun = (stage: CourseEntry['stage']): CourseEntry => ({ stage, startedAt: AT })

function view(
  status: RequestStatus,
  course: CourseEntry[] = [],
  blockedCode: string | null = null,
): RotationView {
  const decided = !['waiting', 'expired'].includes(status)
  const outcome = status === 'rejected' ? 'rejected' : 'approved'
  return {
    id: '11111111-1111-4111-8111-111111111111',
    status,
    reason: 'Yearly change',
    oldKeyId: 'old',
    newKeyId: 'new',
    requestedBy: 'Ada',
    requestedAt: AT,
    expiresAt: AT,
    finishedAt: null,
    readAt: AT,
    decision: decided ? { outcome, by: 'Sam', at: AT, reason: 'Fine' } : null,
    newKeyChecks: null,
    expectedKmsCalls: 16,
    rotation:
      course.length > 0
        ? {
            stage: course.at(-1)?.stage ?? 'preflight',
            blockedCode,
            startedAt: AT,
            finishedAt: null,
            course,
            census: null,
          }
        : null,
  }
}

const states = (shown: RotationView) => toCourse(shown).map(({ state }) => state)
const LATER = ['waiting', 'waiting', 'waiting', 'waiting', 'waiting']

describe('the course of a rotation', () => {
  it('waits for the decision', () => {
    expect(states(view('waiting'))).toEqual(['done', 'current', 'waiting', ...LATER])
  })

  it('ends with a rejection or when nobody decided', () => {
    expect(states(view('rejected'))).toEqual(['done', 'rejected', 'waiting', ...LATER])
    expect(toCourse(view('rejected'))[1]).toMatchObject({ by: 'Sam', detail: '“Fine”' })
    expect(states(view('expired'))).toEqual(['done', 'rejected', 'waiting', ...LATER])
    expect(toCourse(view('expired'))[1]?.detail).toContain('7 days')
  })

  it('begins as soon as it is approved', () => {
    expect(states(view('starting'))).toEqual(['done', 'done', 'current', ...LATER])
  })

  it('shows the stage at work, and what the ones before it counted', () => {
    const running = view('running', [
      done('preflight'),
      done('staged', { counts: { processes: 1 } }),
      begun('promoted'),
    ])
    expect(states(running)).toEqual([
      'done',
      'done',
      'done',
      'done',
      'current',
      'waiting',
      'waiting',
      'waiting',
    ])
    expect(toCourse(running)[3]?.detail).toBe('1 process')
  })

  it('shows where it is blocked, and by which key', () => {
    const blocked = view('blocked', [done('preflight'), begun('staged')], 'new_key_denied')
    expect(states(blocked)).toEqual(['done', 'done', 'done', 'blocked', ...LATER.slice(1)])
    expect(toCourse(blocked)[3]?.detail).toContain('new key')
  })

  it('says why it was refused, at the stage that refused it', () => {
    const refused = view('refused', [done('preflight', { note: 'The key is not symmetric.' })])
    expect(states(refused)).toEqual(['done', 'done', 'rejected', ...LATER])
    expect(toCourse(refused)[2]?.detail).toBe('The key is not symmetric.')
  })

  it('puts what was opened beside its total', () => {
    const counts = { sharesTotal: 2, sharesOpened: 2, dataKeysTotal: 6, dataKeysOpened: 5 }
    expect(countsOf(done('verifying', { counts }))).toBe('2 of 2 shares opened, 5 of 6 data keys opened')
    expect(countsOf(done('promoted', { counts: { masterKeys: 1, dataKeys: 3 } }))).toBe(
      '1 master key, 3 data keys',
    )
    expect(countsOf(undefined)).toBe('')
  })

  it('is done all along at the end', () => {
    const stages = ['preflight', 'staged', 'promoted', 'rewrapping', 'verifying', 'complete'] as const
    const complete = view(
      'complete',
      stages.map((stage) => done(stage)),
    )
    expect(new Set(states(complete))).toEqual(new Set(['done']))
  })
})
