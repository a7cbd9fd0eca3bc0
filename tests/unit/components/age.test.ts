import { describe, expect, it } from 'vitest'
import { ageStanding } from '@/components/ui/age'

describe('ageStanding', () => {
  it.each([
    [0, 30, 'ok', '30 days left'],
    [23, 30, 'ok', '7 days left'],
    [24, 30, 'grace', 'due in 6 days'],
    [29, 30, 'grace', 'due in 1 day'],
    [30, 30, 'grace', 'due today'],
    [31, 30, 'stopped', '1 day over'],
    [190, 180, 'stopped', '10 days over'],
  ])('puts %d of %d days as %s: %s', (ageDays, limitDays, tone, words) => {
    expect(ageStanding(ageDays, limitDays)).toEqual({ tone, words })
  })
})
