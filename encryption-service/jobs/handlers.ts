import type { JobKind } from '@/lib/domain/jobs'
import type { Permission } from '@/lib/domain/permissions'
import { checkNow } from './check-now'
import type { JobEnd, RunningJob } from './job'
import { linkKeyJob } from './link-key'
import { offerKeys } from './offer-keys'
import { preflight } from './preflight'
import { rotate } from './rotate/rotate'
import { testConnection } from './test-connection'

type Handlers = {
  [K in JobKind]: {
    /** what the requester must be allowed in the organization; a rotation checks its own two people */
    permission: Permission | 'approval'
    run: (job: RunningJob<K>) => Promise<JobEnd>
  }
}

/** What is done for each kind of job, and who may ask for it. */
export const HANDLERS: Handlers = {
  preflight: { permission: 'keys.link', run: preflight },
  'link-key': { permission: 'keys.link', run: linkKeyJob },
  'check-now': { permission: 'keys.check', run: checkNow },
  'test-connection': { permission: 'connections.test', run: testConnection },
  'offer-keys': { permission: 'platform.offer', run: offerKeys },
  rotate: { permission: 'approval', run: rotate },
}
