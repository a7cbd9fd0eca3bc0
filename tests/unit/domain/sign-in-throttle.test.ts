import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Failures, oneMore, waitMs } from '@/lib/domain/sign-in-throttle'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const start = new Date('2026-01-01T00:00:00Z')
const later = (ms: number, from = start) => new Date(from.getTime() + ms)
const failed = (failures: number): Failures => ({ failures, lastFailedAt: start })

describe('the wait before the next password', () => {
  it('is none for an address that nobody failed with', () => {
    expect(waitMs(null, start)).toBe(0)
  })

  it.each([1, 2, 3, 4])('is none after %d wrong passwords', (failures) => {
    expect(waitMs(failed(failures), start)).toBe(0)
  })

  it.each([
    [5, 1],
    [6, 2],
    [7, 4],
    [8, 8],
    [9, 15],
    [10, 15],
    [500, 15],
  ])('after %d wrong passwords is %d minutes', (failures, minutes) => {
    expect(waitMs(failed(failures), start)).toBe(minutes * MINUTE)
  })

  it('runs out', () => {
    expect(waitMs(failed(5), later(MINUTE - 1))).toBe(1)
    expect(waitMs(failed(5), later(MINUTE))).toBe(0)
  })

  it('is forgotten after a day', () => {
    expect(waitMs(failed(9), later(DAY))).toBe(0)
    expect(oneMore(failed(9), later(DAY))).toEqual({ failures: 1, lastFailedAt: later(DAY) })
    expect(oneMore(failed(9), later(DAY - 1)).failures).toBe(10)
  })

  it('lets nobody try more than five passwords at once, nor more than 104 in a day', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 30 * MINUTE }), { maxLength: 400 }), (pauses) => {
        let seen: Failures | null = null
        let now = start
        let tried = 0
        for (const pause of pauses) {
          now = later(pause, now)
          if (now.getTime() - start.getTime() >= DAY) break
          if (waitMs(seen, now) > 0) continue
          seen = oneMore(seen, now)
          tried++
        }
        expect(tried).toBeLessThanOrEqual(104) // 5 at once, 1 + 2 + 4 + 8 minutes, then 4 an hour
      }),
    )
  })
})
