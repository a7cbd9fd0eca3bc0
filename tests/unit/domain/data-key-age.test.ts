import { describe, expect, it } from 'vitest'
import { dueAtMs, encryptsUntilMs } from '@/lib/domain/data-key-age'

const DAY = 86_400_000
const made = new Date('2026-11-01T00:00:00Z')
const active = { version: 3, state: 'active', createdAt: made, retiredAt: null } as const
const retired = { ...active, state: 'retired', retiredAt: new Date('2026-12-01T00:00:00Z') } as const

describe('a data key', () => {
  it('is due to be replaced when it is thirty days old', () => {
    expect(dueAtMs(active) - made.getTime()).toBe(30 * DAY)
  })

  it('encrypts for as long as it is active', () => {
    expect(encryptsUntilMs(active, 0)).toBe(Number.POSITIVE_INFINITY)
    expect(encryptsUntilMs(active, 3)).toBe(Number.POSITIVE_INFINITY)
  })

  it('finishes what was begun when it is retired for its age, and no more', () => {
    expect(encryptsUntilMs(retired, 3) - retired.retiredAt.getTime()).toBe(60_000)
  })

  it('encrypts no more when its class has moved, or it is destroyed', () => {
    expect(encryptsUntilMs(active, 4)).toBe(Number.NEGATIVE_INFINITY)
    expect(encryptsUntilMs(retired, 4)).toBe(Number.NEGATIVE_INFINITY)
    expect(encryptsUntilMs({ ...retired, state: 'destroyed' }, 0)).toBe(Number.NEGATIVE_INFINITY)
  })
})
