import { describe, expect, it } from 'vitest'
import { type ListedVersion, newCurrent, versionsAfter } from '@/lib/domain/root-versions'
import { daysAgo, NOW } from './key-fixtures'
import { facts, version } from './watch-fixtures'

const listed = (id: string, more: Partial<ListedVersion> = {}): ListedVersion => ({
  id,
  createdAt: daysAgo(10),
  state: 'ENABLED',
  outcome: 'OK',
  current: false,
  expiresAt: null,
  ...more,
})

describe('versions that the cloud lists', () => {
  const look = (more: Partial<Parameters<typeof versionsAfter>[0]>) =>
    versionsAfter({ now: NOW, facts: facts(), listed: [], known: [], wraps: [], ...more })

  it('are taken as they are, and keep when they were seen and used first', () => {
    const known = [version('1', { current: true, firstUsedAt: daysAgo(40), lastUsedAt: daysAgo(1) })]
    const after = look({
      listed: [listed('2', { current: true }), listed('1', { outcome: 'DISABLED' })],
      known,
    })
    expect(after).toMatchObject([
      { versionId: '2', current: true, keyCreatedAt: daysAgo(10), firstSeenAt: NOW, firstUsedAt: null },
      {
        versionId: '1',
        current: false,
        outcome: 'DISABLED',
        firstSeenAt: daysAgo(50),
        firstUsedAt: daysAgo(40),
        lastUsedAt: daysAgo(1),
      },
    ])
  })

  it('are gone when they are listed no more', () => {
    expect(look({ known: [version('1', { current: true })] })).toMatchObject([
      { versionId: '1', outcome: 'GONE', current: false },
    ])
  })

  it('count the wraps under them as uses, from before anybody counted', () => {
    const wraps = [30, 20].map((days) => ({ keyMaterialId: '1', createdAt: daysAgo(days) }))
    expect(look({ listed: [listed('1')], wraps })).toMatchObject([
      { firstUsedAt: daysAgo(30), lastUsedAt: daysAgo(20) },
    ])
  })
})

describe('materials that no list tells of', () => {
  const look = (more: Partial<Parameters<typeof versionsAfter>[0]>) =>
    versionsAfter({ now: NOW, facts: facts(), listed: null, known: [], wraps: [], ...more })

  it('are those that the key, our wraps and earlier looks name, each once', () => {
    const wraps = [
      { keyMaterialId: 'old', createdAt: daysAgo(90) },
      { keyMaterialId: null, createdAt: NOW },
    ]
    const after = look({ wraps, known: [version('older')] })
    expect(after.map(({ versionId, current, inferred }) => [versionId, current, inferred])).toEqual([
      ['older', false, true],
      ['new', true, true],
      ['old', false, true],
    ])
  })

  it('are as old as the key, when there is but one', () => {
    expect(look({})).toMatchObject([{ keyCreatedAt: daysAgo(400), createdFrom: 'key_created' }])
  })

  it('are as old as the rotation before the next one, when that fits', () => {
    const rotating = { rotationEnabled: true, rotationPeriodDays: 365, nextRotationAt: daysAgo(-350) }
    expect(look({ facts: facts(rotating) })).toMatchObject([
      { keyCreatedAt: daysAgo(15), createdFrom: 'rotation_schedule' },
    ])
  })

  it('are as old as their first sight, when they came between two looks by no schedule', () => {
    const rotating = { rotationEnabled: true, rotationPeriodDays: 365, nextRotationAt: daysAgo(-350) }
    const known = [version('old', { current: true, lastSeenAt: daysAgo(1) })]
    const [, made] = look({ facts: facts(rotating), known })
    expect(made).toMatchObject({ versionId: 'new', keyCreatedAt: NOW, createdFrom: 'first_seen' })
  })

  it('keep what was inferred of them once', () => {
    const known = [version('new', { current: true, keyCreatedAt: daysAgo(3), createdFrom: 'first_seen' })]
    expect(look({ known })).toMatchObject([{ keyCreatedAt: daysAgo(3), createdFrom: 'first_seen' }])
  })

  it('stand as the key as a whole does', () => {
    const after = look({ facts: facts({ outcome: 'DISABLED' }), known: [version('old')] })
    expect(after.map(({ outcome }) => outcome)).toEqual(['DISABLED', 'DISABLED'])
  })
})

describe('a rotation in the cloud', () => {
  const after = [version('1'), version('2', { current: true })]

  it('is another version that wraps what is new', () => {
    expect(newCurrent([version('1', { current: true })], after)?.versionId).toBe('2')
  })

  it('is none when nothing was known before, or nothing changed', () => {
    expect(newCurrent([], after)).toBeNull()
    expect(newCurrent(after, after)).toBeNull()
  })
})
