import { describe, expect, it } from 'vitest'
import { toKeyTables, toLinkView } from '@/lib/domain/key-tables'
import {
  dataKey,
  link,
  linkedOrganization,
  linkStanding,
  master,
  NOW,
  unlinkedOrganization,
} from './key-fixtures'

describe('the tables of keys', () => {
  it('lists the platform’s root without its address, and every root of the customer', () => {
    const facts = linkedOrganization({
      links: [
        link(),
        link({ id: 'old', state: 'retired', retiredAt: NOW }),
        link({ id: 'new', state: 'staged' }),
      ],
    })
    expect(
      toKeyTables(facts).roots.map(({ owner, state, shares, limitDays }) => [
        owner,
        state,
        shares,
        limitDays,
      ]),
    ).toEqual([
      ['platform', 'active', 2, 180],
      ['customer', 'active', 1, null],
      ['customer', 'retired', 0, null],
      ['customer', 'pre_activation', 0, null],
    ])
    expect(toKeyTables(facts).roots[0]?.keyId).toBeNull()
  })

  it('counts the data keys under each master key', () => {
    const counts = toKeyTables(linkedOrganization()).masterKeys.map((key) => [key.mode, key.dataKeys])
    expect(counts).toEqual([
      ['platform', 1],
      ['composite', 2],
    ])
  })

  it('lists data keys by class as the classification does, the newest first, each with its parent', () => {
    const facts = linkedOrganization({
      masterKeys: [master('platform', 1), master('composite', 1)],
      dataKeys: [
        dataKey('platform_metadata', 1, 'platform 1'),
        dataKey('secrets_and_credentials', 9, 'composite 1'),
        dataKey('secrets_and_credentials', 10, 'composite 1', { generation: 1 }),
        dataKey('secrets_and_credentials', 10, 'composite 1', { generation: 2 }),
      ],
    })
    const rows = toKeyTables(facts).dataKeys
    expect(rows.map((row) => [row.dataClass, row.version, row.generation, row.under.mode])).toEqual([
      ['secrets_and_credentials', 10, 2, 'composite'],
      ['secrets_and_credentials', 10, 1, 'composite'],
      ['secrets_and_credentials', 9, 1, 'composite'],
      ['platform_metadata', 1, 1, 'platform'],
    ])
  })
})

describe('the card of the link', () => {
  it('takes account and region from the ARN', () => {
    expect(toLinkView(linkedOrganization())).toMatchObject({
      accountId: '111122223333',
      region: 'eu-central-1',
      availability: 'active',
      label: 'Healthy',
    })
  })

  it('is not there without a link', () => {
    expect(toLinkView(unlinkedOrganization())).toBeNull()
  })

  it('says whose move it is after a denial, and that nobody has to act after a silence', () => {
    const view = (more: Parameters<typeof linkStanding>[0]) =>
      toLinkView({ links: [linkStanding(more)], now: NOW })
    expect(view({ availability: 'stopped_denied', cause: 'DISABLED' })).toMatchObject({
      whose: 'cloud_admin',
    })
    const silent = { availability: 'grace', cause: 'UNREACHABLE', lastProofAt: NOW } as const
    expect(view(silent)).toMatchObject({ whose: 'nobody', availability: 'grace' })
    expect(view(silent)?.graceEndsAt).toBe(new Date(NOW.getTime() + 600_000).toISOString())
    const long = view({ ...silent, lastProofAt: new Date(NOW.getTime() - 600_000) })
    expect(long).toMatchObject({ availability: 'stopped_unreachable' })
    expect(long?.fix).not.toContain('up to ten minutes')
  })
})
