import type { Instant } from '@/lib/domain/instant'
import type { RootKey } from '@/lib/kms/root-key'
import type { Store } from '@/lib/store/open'
import type { Clock } from './clock'
import type { PlatformWatch } from './platform-watch'
import type { Report } from './report'

/** This process's place among all that hold keys. */
export interface Service {
  /** until when it holds its lease in the process table; null: it is out of service and uses no key */
  readonly until: Instant | null
  /** leaves service, because this process itself is what doesn't work */
  withdraw(): Promise<void>
  /** serves again */
  rejoin(): Promise<void>
}

/** Which key of a customer's, and who we are there: a row of key_links is one. */
export interface CustomerKey {
  keyId: string
  /** a `LinkIdentity`, as it is stored */
  identity: unknown
}

/** What the keyring works with. */
export interface KeyringParts {
  store: Store
  platform: PlatformWatch
  /** the root behind a customer's key, used as the identity that belongs to its organization */
  customerRoot: (key: CustomerKey) => RootKey
  clock: Clock
  service: Service
  report: Report
}
