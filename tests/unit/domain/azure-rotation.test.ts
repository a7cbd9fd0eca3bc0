import { describe, expect, it } from 'vitest'
import { azureRotation } from '@/lib/domain/azure-rotation'

const created = new Date('2026-01-01T00:00:00Z')
const expires = new Date('2026-04-01T00:00:00Z')
const daysAfter = (days: number) => new Date(created.getTime() + days * 86_400_000)
const rotating = (trigger: object, expiresIn?: string) => ({
  ...(expiresIn === undefined ? {} : { expiresIn }),
  lifetimeActions: [
    { action: 'Notify', timeBeforeExpiry: 'P30D' },
    { action: 'Rotate', ...trigger },
  ],
})

describe('the rotation policy of a key at Azure', () => {
  it('counts from when the version was made', () => {
    expect(azureRotation(rotating({ timeAfterCreate: 'P90D' }), created, null)).toEqual({
      enabled: true,
      periodDays: 90,
      nextAt: daysAfter(90),
    })
  })

  it.each([
    ['P1Y', 365],
    ['P18M', 540],
    ['P1Y2M3D', 428],
    ['P2W', 14],
    ['p7d', 7],
  ])('reads %s as %i days', (timeAfterCreate, days) => {
    expect(azureRotation(rotating({ timeAfterCreate }), created, null).periodDays).toBe(days)
  })

  it('counts back from the end of the version', () => {
    const rotation = azureRotation(rotating({ timeBeforeExpiry: 'P30D' }, 'P90D'), created, expires)
    expect(rotation).toEqual({ enabled: true, periodDays: 60, nextAt: new Date('2026-03-02T00:00:00Z') })
  })

  it('says only that it rotates where the rest cannot be read', () => {
    for (const timeAfterCreate of ['P', 'PT1H', 'P1D1Y', '90', `P${'9'.repeat(9)}D`]) {
      expect(azureRotation(rotating({ timeAfterCreate }), created, null)).toEqual({
        enabled: true,
        periodDays: null,
        nextAt: null,
      })
    }
    expect(azureRotation(rotating({ timeBeforeExpiry: 'P30D' }), created, null).nextAt).toBeNull()
  })

  it('does not rotate where it only notifies', () => {
    const notify = { lifetimeActions: [{ action: 'Notify', timeBeforeExpiry: 'P30D' }] }
    for (const policy of [{}, notify]) {
      expect(azureRotation(policy, created, expires)).toEqual({
        enabled: false,
        periodDays: null,
        nextAt: null,
      })
    }
  })
})
