import type { Instant } from '@/lib/domain/instant'
import type { RootKey } from '@/lib/kms/root-key'
import type { Store } from '@/lib/store/open'
import type { Clock } from './clock'
import type { PlatformWatch } from './platform-watch'

/** Something went wrong in the background, where nobody waits for the answer. */
export type Report = (event: string, error: unknown, ids?: Record<string, string>) => void

/** What the keyring works with. */
export interface KeyringParts {
  store: Store
  platform: PlatformWatch
  /** the root behind a linked key */
  customerRoot: (keyId: string) => RootKey
  clock: Clock
  /** until when this process holds its lease in the process table; null: it is out of service and uses no key */
  serviceUntil: () => Instant | null
  report: Report
}
