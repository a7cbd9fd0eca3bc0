import { describe, expect, it } from 'vitest'
import { protectionInForce, type RootStanding } from '@/lib/domain/protection'

const open: RootStanding = { state: 'active', cause: 'OK' }
const denied: RootStanding = { state: 'stopped_denied', cause: 'PENDING_DELETION' }
const grace: RootStanding = { state: 'grace', cause: 'UNREACHABLE' }
const gone: RootStanding = { state: 'stopped_unreachable', cause: 'UNREACHABLE' }
const SECRETS = 'secrets_and_credentials'

describe('protection in force', () => {
  it.each([
    ['without a link', { mode: 'platform', platform: open, customer: null }, 'Platform-managed keys', 'open'],
    [
      'under an open key',
      { mode: 'composite', platform: open, customer: open },
      'Customer-managed key',
      'open',
    ],
    [
      'under a denied key',
      { mode: 'composite', platform: open, customer: denied },
      'Customer-managed key',
      'closed: key scheduled for deletion',
    ],
    [
      'under a key in grace',
      { mode: 'composite', platform: open, customer: grace },
      'Customer-managed key',
      'open for up to ten minutes: key unreachable',
    ],
    [
      'under a key out of reach',
      { mode: 'composite', platform: open, customer: gone },
      'Customer-managed key',
      'closed: key out of reach for too long',
    ],
    [
      'while the platform’s own key is stopped',
      { mode: 'composite', platform: gone, customer: denied },
      'Customer-managed key',
      'closed: platform key out of reach for too long',
    ],
  ] as const)('%s', (_what, keys, by, standing) => {
    expect(protectionInForce(SECRETS, keys)).toMatchObject({ by, standing })
  })

  it('is the platform’s for what never follows the customer’s key', () => {
    const keys = { mode: 'platform', platform: open, customer: denied } as const
    expect(protectionInForce('platform_metadata', keys)).toMatchObject({ tone: 'ok', standing: 'open' })
  })

  it('is not claimed for a class without a key', () => {
    expect(protectionInForce('file_uploads', { mode: null, platform: open, customer: null })).toMatchObject({
      tone: 'neutral',
      standing: 'its first key is not made yet',
    })
  })

  it('is not claimed for what is never stored', () => {
    const keys = { mode: null, platform: open, customer: open }
    expect(protectionInForce('other_exports', keys)).toMatchObject({ by: 'TLS 1.2+ in transit' })
  })
})
