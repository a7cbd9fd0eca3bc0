import { describe, expect, it } from 'vitest'
import { formatCountdown, formatDay, formatRelative, formatUtc } from '@/components/ui/format-time'

const now = new Date('2026-03-10T12:00:00Z')
const at = (offsetMs: number) => new Date(now.getTime() + offsetMs)
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

describe('formatRelative', () => {
  it.each([
    [0, 'just now'],
    [-9_999, 'just now'],
    [-10_000, '10 seconds ago'],
    [-59_999, '59 seconds ago'],
    [-MINUTE, '1 minute ago'],
    [-HOUR + 1, '59 minutes ago'],
    [-HOUR, '1 hour ago'],
    [-DAY + 1, '23 hours ago'],
    [-DAY, '1 day ago'],
    [-59 * DAY, '59 days ago'],
    [-60 * DAY, '2 months ago'],
    [-365 * DAY, '1 year ago'],
    [5 * MINUTE, 'in 5 minutes'],
    [2 * DAY, 'in 2 days'],
  ])('says %d ms as "%s"', (offsetMs, words) => {
    expect(formatRelative(at(offsetMs), now)).toBe(words)
  })

  it('never makes a key look older than it is', () => {
    expect(formatRelative(at(-(30 * DAY - 1)), now)).toBe('29 days ago')
  })
})

describe('formatCountdown', () => {
  it.each([
    [600_000, '10 min 00 s'],
    [545_000, '9 min 05 s'],
    [59_001, '1 min 00 s'],
    [42_000, '42 s'],
    [1, '1 s'],
    [0, '0 s'],
    [-5_000, '0 s'],
    [2 * HOUR + 10 * MINUTE, '2 h 10 min'],
  ])('says %d ms as "%s"', (spanMs, words) => {
    expect(formatCountdown(spanMs)).toBe(words)
  })
})

describe('formatUtc', () => {
  it('writes UTC whatever the zone of the machine', () => {
    expect(formatUtc(new Date('2026-03-10T23:30:05+02:00'))).toBe('2026-03-10 21:30:05 UTC')
  })
})

describe('formatDay', () => {
  it('writes the day in UTC, month in words', () => {
    expect(formatDay(new Date('2026-12-28T00:30:00+02:00'))).toBe('27 December 2026')
  })
})
