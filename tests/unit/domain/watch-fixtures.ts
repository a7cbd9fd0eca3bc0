import type { RootVersion } from '@/lib/domain/root-versions'
import type { WatchedFacts } from '@/lib/domain/watched-facts'
import { daysAgo, NOW } from './key-fixtures'

/** What a look at a healthy key found. */
export const facts = (more: Partial<WatchedFacts> = {}): WatchedFacts => ({
  state: 'Enabled',
  outcome: 'OK',
  spec: 'SYMMETRIC_DEFAULT',
  origin: 'AWS_KMS',
  createdAt: daysAgo(400),
  deletionAt: null,
  expiresAt: null,
  currentMaterialId: 'new',
  rotationEnabled: false,
  rotationPeriodDays: null,
  nextRotationAt: null,
  purgeProtected: true,
  ...more,
})

/** A version that is known. */
export const version = (versionId: string, more: Partial<RootVersion> = {}): RootVersion => ({
  versionId,
  keyCreatedAt: daysAgo(100),
  createdFrom: 'listed',
  state: 'Enabled',
  outcome: 'OK',
  current: false,
  inferred: false,
  expiresAt: null,
  firstSeenAt: daysAgo(50),
  lastSeenAt: NOW,
  firstUsedAt: null,
  lastUsedAt: null,
  ...more,
})
