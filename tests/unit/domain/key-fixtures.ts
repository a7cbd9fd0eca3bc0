import type { DataClass } from '@/lib/domain/data-classes'
import type {
  DataKeyFacts,
  KeyFacts,
  LinkFacts,
  MasterKeyFacts,
  PlatformRootFacts,
} from '@/lib/domain/key-facts'

/** The moment at which the facts are read. */
export const NOW = new Date('2026-03-01T12:00:00.000Z')

/** A moment so many days before it. */
export const daysAgo = (days: number) => new Date(NOW.getTime() - days * 24 * 60 * 60_000)

export const platformRoot = (more: Partial<PlatformRootFacts> = {}): PlatformRootFacts => ({
  id: 'root',
  keyCreatedAt: daysAgo(100),
  createdAt: daysAgo(90),
  availability: 'active',
  cause: 'OK',
  since: daysAgo(90),
  lastProofAt: NOW,
  ...more,
})

export const link = (more: Partial<LinkFacts> = {}): LinkFacts => ({
  id: 'link',
  keyId: 'arn:aws:kms:eu-central-1:111122223333:key/11111111-1111-4111-8111-111111111111',
  region: 'global',
  state: 'active',
  keyCreatedAt: null,
  createdAt: daysAgo(12),
  retiredAt: null,
  availability: {
    availability: 'active',
    cause: 'OK',
    since: daysAgo(12),
    lastProofAt: NOW,
    errorName: null,
    requestId: null,
    lastAttemptAt: NOW,
    refusedRequests: 0n,
  },
  ...more,
})

/** A link whose key stands as given. */
export function linkStanding(more: Partial<NonNullable<LinkFacts['availability']>>): LinkFacts {
  const healthy = link()
  return healthy.availability ? { ...healthy, availability: { ...healthy.availability, ...more } } : healthy
}

export const master = (
  mode: MasterKeyFacts['mode'],
  version: number,
  more: Partial<MasterKeyFacts> = {},
): MasterKeyFacts => ({
  id: `${mode} ${version}`,
  mode,
  version,
  state: 'active',
  createdAt: daysAgo(10),
  retiredAt: null,
  ...more,
})

export const dataKey = (
  dataClass: DataClass,
  version: number,
  masterKeyVersionId: string,
  more: Partial<DataKeyFacts> = {},
): DataKeyFacts => ({
  id: `${dataClass} ${version}`,
  dataClass,
  version,
  generation: 1,
  state: 'active',
  masterKeyVersionId,
  createdAt: daysAgo(5),
  retiredAt: null,
  objects: 0,
  ...more,
})

/** An organization with a linked key: secrets moved with the link, platform metadata stayed. */
export function linkedOrganization(more: Partial<KeyFacts> = {}): KeyFacts {
  return {
    now: NOW,
    platformRoot: platformRoot(),
    links: [link()],
    masterKeys: [master('platform', 1, { createdAt: daysAgo(20) }), master('composite', 1)],
    dataKeys: [
      dataKey('secrets_and_credentials', 2, 'composite 1', { objects: 3 }),
      dataKey('secrets_and_credentials', 1, 'composite 1', {
        state: 'retired',
        retiredAt: daysAgo(5),
        objects: 4,
      }),
      dataKey('platform_metadata', 1, 'platform 1', { createdAt: daysAgo(20), objects: 2 }),
    ],
    wraps: [{ linkId: null }, { linkId: null }, { linkId: 'link' }],
    ...more,
  }
}

/** The same organization before it linked a key. */
export function unlinkedOrganization(): KeyFacts {
  return linkedOrganization({
    links: [],
    masterKeys: [master('platform', 1)],
    dataKeys: [dataKey('secrets_and_credentials', 1, 'platform 1')],
    wraps: [{ linkId: null }],
  })
}
