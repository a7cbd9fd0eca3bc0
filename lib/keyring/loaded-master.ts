import { DataKey, type DoesNotOpenError, equalBytes, MasterKey, unwrapKey } from '@/lib/crypto'
import { LatchkeyError } from '@/lib/domain/errors'
import { elapsedMs, type Instant } from '@/lib/domain/instant'
import type { DataKeyRow, MasterKeyRow } from '@/lib/store/key-rows'

type Half = 'platform' | 'customer'

/** The platform share is unwrapped anew at this age, long before a load is too old. */
const RENEW_PLATFORM_AFTER_MS = 5 * 60_000

/** The shares of a master key, each with the start of the unwrap that it came from. */
export interface UnwrappedShares {
  platform: { share: Uint8Array; at: Instant }
  customer: { share: Uint8Array; at: Instant } | null
}

/**
 * A master key in memory with the data keys under it. It keeps its shares, so that a later unwrap of one
 * share (a proof) renews the age of that half alone; all of it is wiped together.
 */
export class LoadedMaster {
  readonly key: MasterKey
  readonly #shares: UnwrappedShares
  readonly #dataKeys = new Map<string, DataKey>()
  /** uses since the platform share was last renewed; without any, the key is let go */
  uses = 0

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

  /** Whether the platform share is old enough to be unwrapped anew. */
  wantsRenewal(now: Instant): boolean {
    return elapsedMs(this.#shares.platform.at, now) >= RENEW_PLATFORM_AFTER_MS
  }

  /**
   * Takes in that a root just unwrapped a share: the half is as young as that unwrap.
   * The given bytes are wiped. False when it is another share than the one in use; constant time.
   */
  renew(half: Half, share: Uint8Array, at: Instant): boolean {
    const own = this.#shares[half]
    const same = own !== null && equalBytes(own.share, share)
    share.fill(0)
    if (own && same) own.at = at
    if (half === 'platform') this.uses = 0
    return same
  }

  /**
   * A data key of this master, opened when it is not in memory yet.
   * @throws DoesNotOpenError {@link DoesNotOpenError} when the wrap was made for something else
   */
  dataKey(row: DataKeyRow): DataKey {
    const known = this.#dataKeys.get(row.id)
    if (known) return known
    const opened = openDataKey(this.key, row)
    this.#dataKeys.set(row.id, opened)
    return opened
  }

  /** Wipes the shares, the master key and every data key under it. */
  wipe(): void {
    this.key.wipe()
    this.#shares.platform.share.fill(0)
    this.#shares.customer?.share.fill(0)
    for (const key of this.#dataKeys.values()) key.wipe()
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
