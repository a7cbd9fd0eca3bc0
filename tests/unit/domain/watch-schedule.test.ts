import { describe, expect, it } from 'vitest'
import { firstTurns, nextTurnAt } from '@/lib/domain/watch-schedule'

const NOW = new Date('2026-03-01T12:00:00.000Z')
const HOUR_MS = 3_600_000
const msUntil = (at: Date) => at.getTime() - NOW.getTime()
const SPREADS = [0, 0.5, 0.999]

describe('the turns of the watch', () => {
  it.each(SPREADS)('come within the hour and within the day, and not all together (%d)', (spread) => {
    expect(msUntil(nextTurnAt('look', NOW, true, spread))).toBeLessThan(HOUR_MS)
    expect(msUntil(nextTurnAt('check', NOW, true, spread))).toBeLessThanOrEqual(24 * HOUR_MS)
    const other = nextTurnAt('look', NOW, true, (spread + 0.3) % 1)
    expect(other).not.toEqual(nextTurnAt('look', NOW, true, spread))
  })

  it.each(SPREADS)('come sooner after silence, and not at once (%d)', (spread) => {
    for (const turn of ['look', 'check'] as const) {
      const soon = msUntil(nextTurnAt(turn, NOW, false, spread))
      expect(soon).toBeLessThan(msUntil(nextTurnAt(turn, NOW, true, 0)))
      expect(soon).toBeGreaterThan(60_000)
    }
  })

  it('begin with a look at once and a check a day after the one that linked the key', () => {
    const { nextLookAt, nextCheckAt } = firstTurns(NOW, 0)
    expect(nextLookAt).toEqual(NOW)
    expect(msUntil(nextCheckAt)).toBeGreaterThan(20 * HOUR_MS)
  })
})
