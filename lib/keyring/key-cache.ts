import { Bounded } from './bounded'
import type { LoadedDataKey, LoadedMaster } from './loaded-master'

/** How many keys one process holds in memory, for all organizations together. */
export interface CacheLimits {
  masterKeys: number
  dataKeys: number
}

/** A master key takes about 1 KiB, a data key about 10 KiB with its contexts in OpenSSL. */
const DEFAULT_LIMITS: CacheLimits = { masterKeys: 10_000, dataKeys: 20_000 }

/** The keys that one process has in memory, bounded. */
export class KeyCache {
  readonly masters: Bounded<LoadedMaster>
  readonly dataKeys: Bounded<LoadedDataKey>

  constructor(limits: CacheLimits = DEFAULT_LIMITS) {
    this.masters = new Bounded(limits.masterKeys)
    this.dataKeys = new Bounded(limits.dataKeys)
  }
}
