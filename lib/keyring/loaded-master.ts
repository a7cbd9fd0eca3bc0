import { DataKey, type DoesNotOpenError, equalBytes, MasterKey, unwrapKey } from '@/lib/crypto'
import { LatchkeyError } from '@/lib/domain/errors'
import { elapsedMs, type Instant } from '@/lib/domain/instant'
import type { DataKeyRow, MasterKeyRow } from '@/lib/store/key-rows'

export type Half = 'platform' | 'customer'

/** A share is unwrapped anew at this age, long before a load is too old. */
const RENEW_AFTER_MS = 5 * 60_000
/** What could not be renewed is tried again after this time. */
const TRY_AGAIN_AFTER_MS = 30_000

/** The shares of a master key, each with the start of the unwrap that it came from. */
export interface UnwrappedShares {
  platform: { share: Uint8Array; at: Instant }
  customer: { share: Uint8Array; at: Instant } | null
}

/** A data key in memory, and when it was used last, by the monotonic clock. */
export interface LoadedDataKey {
  readonly key: DataKey
  lastUsedMs: number
}

/**
 * A master key in memory with the data keys under it. It keeps its shares, so that a later unwrap of one
 * share (a proof) renews the age of that half alone; all of it is wiped together.
 */
export class LoadedMaster {
  readonly key: MasterKey
  readonly #shares: UnwrappedShares
  readonly #dataKeys = new Map<string, LoadedDataKey>()
  #lastUsedMs: number
  #renewalTriedAt: Instant

  /**
   * @throws LatchkeyError does_not_open when the shares don't make the key that was committed to
   */
  constructor(row: MasterKeyRow, shares: UnwrappedShares) {
    const { id, organizationId, mode, scope, region, version } = row
    this.key = MasterKey.derive(
      { id, organization: organizationId, mode, scope, region, version },
      { platformShare: shares.platform.share, customerShare: shares.customer?.share },
    )
    this.#shares = shares
    this.#renewalTriedAt = shares.platform.at
    this.#lastUsedMs = shares.platform.at.monoMs
    if (!this.key.matches(row.commitment)) {
      this.wipe()
      throw new LatchkeyError('does_not_open', { message: 'A master key does not match its commitment.' })
    }
  }

  /** Start of the oldest root unwrap above this key. */
  get loadedAt(): Instant {
    const { platform, customer } = this.#shares
    return customer && customer.at.monoMs < platform.at.monoMs ? customer.at : platform.at
  }

  /** When it or a data key under it was used last, by the monotonic clock. */
  get lastUsedMs(): number {
    let last = this.#lastUsedMs
    for (const { lastUsedMs } of this.#dataKeys.values()) last = Math.max(last, lastUsedMs)
    return last
  }

  /** It is used now, by itself. */
  touch(now: Instant): void {
    this.#lastUsedMs = now.monoMs
  }

  /** The halves that are old enough to be unwrapped anew; none while the last try was just now. */
  renewalsDue(now: Instant): Half[] {
    if (elapsedMs(this.#renewalTriedAt, now) < TRY_AGAIN_AFTER_MS) return []
    const { platform, customer } = this.#shares
    const isDue = (half: { at: Instant } | null) => half !== null && elapsedMs(half.at, now) >= RENEW_AFTER_MS
    return [
      ...(isDue(platform) ? ['platform' as const] : []),
      ...(isDue(customer) ? ['customer' as const] : []),
    ]
  }

  /** A renewal begins. */
  renewalTried(now: Instant): void {
    this.#renewalTriedAt = now
  }

  /** Whether anybody used it since its platform share was last unwrapped. */
  get wasUsed(): boolean {
    return this.lastUsedMs >= this.#shares.platform.at.monoMs
  }

  /**
   * Takes in that a root just unwrapped a share: the half is as young as that unwrap.
   * The given bytes are wiped. False when it is another share than the one in use; constant time.
   */
  renew(half: Half, share: Uint8Array, at: Instant): boolean {
    const own = this.#shares[half]
    const same = own !== null && equalBytes(own.share, share)
    share.fill(0)
    // Two unwraps may overtake each other: the younger one counts.
    if (own && same && at.monoMs > own.at.monoMs) own.at = at
    return same
  }

  /** A data key of this master that is in memory. */
  loadedDataKey(id: string): LoadedDataKey | undefined {
    return this.#dataKeys.get(id)
  }

  /** The data keys of this master that are in memory, by the id of their rows. */
  get dataKeys(): Iterable<[id: string, loaded: LoadedDataKey]> {
    return this.#dataKeys
  }

  /**
   * Opens a data key of this master.
   * @throws DoesNotOpenError {@link DoesNotOpenError} when the wrap was made for something else
   */
  openDataKey(row: DataKeyRow): LoadedDataKey {
    const opened = { key: openDataKey(this.key, row), lastUsedMs: this.#lastUsedMs }
    this.#dataKeys.set(row.id, opened)
    return opened
  }

  /** Wipes one data key. */
  wipeDataKey(id: string): void {
    this.#dataKeys.get(id)?.key.wipe()
    this.#dataKeys.delete(id)
  }

  /** Wipes the shares, the master key and every data key under it. */
  wipe(): void {
    this.key.wipe()
    this.#shares.platform.share.fill(0)
    this.#shares.customer?.share.fill(0)
    for (const { key } of this.#dataKeys.values()) key.wipe()
    this.#dataKeys.clear()
  }
}

/** Opens a data key's wrap and checks it against its stored commitment. @throws LatchkeyError, DoesNotOpenError */
function openDataKey(parent: MasterKey, row: DataKeyRow): DataKey {
  const { organizationId: organization, dataClass, version, generation } = row
  const bytes = unwrapKey(parent, { organization, dataClass, version, generation }, row.wrapped)
  const key = new DataKey(bytes, { organization, dataClass, version })
  bytes.fill(0)
  if (equalBytes(key.commitment, row.commitment)) return key
  key.wipe()
  throw new LatchkeyError('does_not_open', { message: 'A data key does not match its commitment.' })
}
