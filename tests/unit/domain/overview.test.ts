import { describe, expect, it } from 'vitest'
import { keyAges, waitingItems } from '@/lib/domain/overview'
import { daysAgo, linkedOrganization, linkStanding, master, unlinkedOrganization } from './key-fixtures'

describe('ages', () => {
  it('puts the key closest to its limit first, by share of the limit and not by days', () => {
    const [first, second] = keyAges(linkedOrganization())
    expect(first).toMatchObject({ label: 'Platform master key', ageDays: 20, limitDays: 30 })
    expect(second).toMatchObject({ label: 'Data key: Data platform metadata', ageDays: 20 })
    expect(first?.dueAt).toBe(daysAgo(-10).toISOString())
  })

  it('leaves out what is no longer active', () => {
    const labels = keyAges(linkedOrganization()).map(({ label }) => label)
    expect(labels.filter((label) => label.includes('Secrets'))).toHaveLength(1)
  })
})

describe('what waits', () => {
  const request = { id: 'a', requestedAt: daysAgo(1), rotation: null }
  const kinds = (...args: Parameters<typeof waitingItems>) => waitingItems(...args).map(({ kind }) => kind)

  it('is nothing when all is well', () => {
    expect(kinds(linkedOrganization(), null)).toEqual([])
    expect(kinds(linkedOrganization(), { ...request, status: 'complete' })).toEqual([])
    expect(kinds(linkedOrganization(), { ...request, status: 'rejected' })).toEqual([])
  })

  it('begins with the link', () => {
    expect(waitingItems(unlinkedOrganization(), null)).toMatchObject([
      { kind: 'link_key', whose: 'organization_admin' },
    ])
  })

  it('names the cloud admin after a denial, and nobody after a silence', () => {
    const standing = (availability: 'stopped_denied' | 'stopped_unreachable') =>
      waitingItems(linkedOrganization({ links: [linkStanding({ availability })] }), null)
    expect(standing('stopped_denied')).toMatchObject([{ kind: 'restore_key', whose: 'cloud_admin' }])
    expect(standing('stopped_unreachable')).toMatchObject([{ kind: 'restore_key', whose: 'nobody' }])
  })

  it('follows a rotation request to its end', () => {
    const facts = linkedOrganization()
    expect(waitingItems(facts, { ...request, status: 'waiting' })).toMatchObject([
      { kind: 'rotation_waiting', whose: 'support', requestId: 'a' },
    ])
    expect(kinds(facts, { ...request, status: 'starting' })).toEqual(['rotation_running'])
    const blocked = { ...request, status: 'blocked' as const, rotation: { blockedCode: 'old_key_denied' } }
    expect(waitingItems(facts, blocked)).toMatchObject([{ kind: 'rotation_blocked', whose: 'cloud_admin' }])
  })

  it('tells the operator of keys over their limit, not of those that are just due', () => {
    const aged = (days: number) =>
      linkedOrganization({ masterKeys: [master('platform', 1, { createdAt: daysAgo(days) })], dataKeys: [] })
    expect(kinds(aged(30), null)).toEqual([])
    expect(waitingItems(aged(31), null)).toMatchObject([{ kind: 'key_due', whose: 'operator' }])
  })
})
