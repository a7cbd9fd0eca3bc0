import { describe, expect, it } from 'vitest'
import { KMS_OUTCOMES } from '@/lib/domain/kms-outcome'
import { CLOUDS } from '@/lib/domain/provider'
import { versionWords } from '@/lib/domain/version-words'
import { watchedKey } from '@/lib/domain/views/watch'
import { type StoredWatch, toWatchedKey } from '@/lib/domain/watched-keys'
import { daysAgo, NOW } from './key-fixtures'
import { facts, version } from './watch-fixtures'

const KEYS = {
  aws: 'arn:aws:kms:eu-central-1:111122223333:key/11111111-1111-4111-8111-111111111111',
  azure: 'https://northwind.vault.azure.net/keys/data',
  google: 'projects/northwind-prod/locations/europe-west3/keyRings/latchkey/cryptoKeys/data',
}

const view = (more: Partial<StoredWatch> = {}) =>
  toWatchedKey(
    {
      linkId: '6f0c1a52-31d8-4a3e-9b5e-0d3f6a6d7c01',
      keyId: KEYS.aws,
      role: 'active',
      facts: facts(),
      lookedAt: NOW,
      lookOutcome: 'OK',
      versionsListed: true,
      checkedAt: null,
      drift: [],
      versions: [
        { ...version('old'), wraps: 2 },
        { ...version('new', { current: true, keyCreatedAt: daysAgo(3) }), wraps: 0 },
        { ...version('unused'), wraps: 0 },
      ],
      ...more,
    },
    NOW,
  )

describe('a watched key as people see it', () => {
  it('has the shape that the browser expects', () => {
    const shown = view()
    expect(watchedKey.parse(JSON.parse(JSON.stringify(shown)))).toEqual(shown)
  })

  it('begins with the version in use, and says which older one must not be touched, and why', () => {
    const { versions } = view({ keyId: KEYS.google })
    expect(versions.map(({ id }) => id)).toEqual(['new', 'old', 'unused'])
    expect(versions[1]?.keep).toMatch(/^Do not touch it: 2 shares .* only it opens them/)
    expect(versions[2]?.keep).toBeNull()
  })

  it('sets the age of the version in use alone against a limit: the cloud’s own period, or a year', () => {
    const limits = (more: Partial<StoredWatch>) => view(more).versions.map(({ limitDays }) => limitDays)
    const rotating = facts({ rotationEnabled: true, rotationPeriodDays: 90, nextRotationAt: daysAgo(-87) })
    expect(limits({ facts: rotating })).toEqual([90, null, null])
    expect(limits({})).toEqual([365, null, null])
    expect(view({ facts: rotating }).rotation).toBe('AWS rotates it by itself every 90 days.')
  })

  it('says what versions that no list tells of were inferred from', () => {
    expect(view().inferredFrom).toBeNull()
    expect(view({ versionsListed: false }).inferredFrom).toContain('rotation schedule')
    expect(view({ versionsListed: false, lookedAt: null }).inferredFrom).toBeNull()
    const inferred = { ...version('new', { current: true, createdFrom: 'rotation_schedule' }), wraps: 0 }
    expect(view({ versions: [inferred] }).versions[0]?.createdFrom).toContain('rotation period')
  })

  it('tells that a look failed, but not the state of the key as a failure', () => {
    expect(view({ lookOutcome: 'UNREACHABLE' }).lookProblem).toBe('AWS KMS does not answer.')
    const disabled = { facts: facts({ outcome: 'DISABLED' }), lookOutcome: 'DISABLED' }
    expect(view(disabled).lookProblem).toBeNull()
  })
})

describe.each(CLOUDS)('the states of a version in %s', (cloud) => {
  it.each(KMS_OUTCOMES)('are in words: %s', (outcome) => {
    for (const current of [true, false]) {
      const { word, means } = versionWords(cloud, { outcome, current })
      expect(word).toMatch(/^[A-Z][a-z ]+$/)
      expect(means).not.toMatch(/undefined|_/)
    }
  })
})
