import { describe, expect, it } from 'vitest'
import { type DatedKey, isNoticed, keyDates } from '@/lib/domain/key-calendar'
import { toKeyDateRow } from '@/lib/domain/key-date-rows'
import { daysAgo, NOW } from './key-fixtures'
import { facts } from './watch-fixtures'

const inDays = (days: number) => daysAgo(-days)
const key = (more: Partial<DatedKey> = {}): DatedKey => ({
  linkId: 'link',
  cloud: 'aws',
  role: 'active',
  facts: facts(),
  versions: [],
  ...more,
})
const dates = (...keys: DatedKey[]) => keyDates(keys, NOW)

describe('the calendar of keys', () => {
  it('is empty for a key that nothing happens to', () => {
    expect(dates(key())).toEqual([])
    expect(dates(key({ facts: null }))).toEqual([])
  })

  it('holds deletion, expiry and rotation of all keys, those of a change too, the next first', () => {
    const rotating = facts({ rotationEnabled: true, nextRotationAt: inDays(20) })
    const all = dates(
      key({ facts: rotating }),
      key({ linkId: 'old', role: 'replaced', facts: facts({ deletionAt: inDays(9) }) }),
      key({ linkId: 'new', role: 'staged', cloud: 'azure', facts: facts({ expiresAt: inDays(80) }) }),
    )
    expect(all.map(({ linkId, kind, daysLeft }) => [linkId, kind, daysLeft])).toEqual([
      ['old', 'deletion', 9],
      ['link', 'rotation', 20],
      ['new', 'expiry', 80],
    ])
  })

  it('gives the last whole day on which acting is sure to help, and none where nobody has to act', () => {
    const [deletion] = dates(key({ facts: facts({ deletionAt: new Date('2026-03-09T00:00:00.000Z') }) }))
    expect(deletion?.lastSafeDay?.toISOString()).toBe('2026-03-08T00:00:00.000Z')
    const [late] = dates(key({ facts: facts({ deletionAt: new Date('2026-03-09T23:59:00.000Z') }) }))
    expect(late?.lastSafeDay?.toISOString()).toBe('2026-03-08T00:00:00.000Z')
    const rotating = facts({ rotationEnabled: true, nextRotationAt: inDays(1) })
    expect(dates(key({ facts: rotating }))[0]?.lastSafeDay).toBeNull()
  })

  const NOTICES: [days: number, notice: number | null][] = [
    [91, null],
    [90, 90],
    [31, 90],
    [30, 30],
    [8, 30],
    [7, 7],
    [2, 7],
    [1, 1],
    [0.5, 1],
  ]
  it.each(NOTICES)('gives notice of a deletion %d days before: %s', (days, notice) => {
    const [date] = dates(key({ facts: facts({ deletionAt: inDays(days) }) }))
    expect(date?.notice).toBe(notice)
    expect(date && isNoticed(date)).toBe(notice !== null)
  })

  it('gives notice of a rotation, which is harmless, in its last week alone', () => {
    const noticed = [8, 7].map((days) => {
      const [date] = dates(key({ facts: facts({ rotationEnabled: true, nextRotationAt: inDays(days) }) }))
      return date && isNoticed(date)
    })
    expect(noticed).toEqual([false, true])
  })

  it('leaves a rotation out where the cloud makes none', () => {
    expect(dates(key({ facts: facts({ rotationEnabled: false, nextRotationAt: inDays(5) }) }))).toEqual([])
  })

  it('tells of Google’s versions one by one, and of one that nothing needs quietly', () => {
    const doomed = (versionId: string, wraps: number, current = false) => ({
      versionId,
      outcome: 'PENDING_DELETION',
      current,
      expiresAt: inDays(5),
      wraps,
    })
    const versions = [doomed('1', 0), doomed('2', 3), doomed('3', 0, true)]
    const given = key({ cloud: 'google', versions, facts: facts({ deletionAt: inDays(5) }) })
    const all = dates(given)
    expect(all.map(({ version, lastSafeDay }) => [version, lastSafeDay !== null])).toEqual([
      ['1', false],
      ['2', true],
      ['3', true],
    ])
    const row = all[1] && toKeyDateRow(all[1], 'projects/p')
    expect(row).toMatchObject({ tone: 'stopped', title: 'Version 2 of your root key is destroyed' })
  })

  it('forgets what has happened', () => {
    expect(dates(key({ facts: facts({ deletionAt: daysAgo(2) }) }))).toEqual([])
  })
})
