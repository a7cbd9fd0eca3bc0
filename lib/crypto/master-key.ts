import { type Bytes, equalBytes, lengthPrefixed, requireBytes, u32 } from './encoding'
import { hkdfExpand, hmacSha512 } from './hkdf'
import { KeyHandle } from './key-handle'
import { XaesKey } from './xaes'

/** What a master key is derived for, and bound to wherever it wraps. */
export interface MasterKeyIds {
  /** The id of this master key's record: not derived from, but bound into every wrap. */
  id: string
  mode: 'platform' | 'composite'
  organization: string
  scope: string
  region: string
  /** From 1 on. */
  version: number
}

/** 32 bytes each. A composite master key needs both; a platform master key the platform's alone. */
export interface Shares {
  platformShare: Uint8Array
  customerShare?: Uint8Array
}

/** For `wrap.ts` alone: the sub-key that wraps. */
export let wrapKeyOf: (key: MasterKey) => XaesKey

const EXTRACT_KEY = Buffer.from('latchkey/v1/master')

/** A master key in memory. It wraps data keys through a sub-key, and is itself a key of no cipher. */
export class MasterKey extends KeyHandle<MasterKeyIds> {
  /** 32 bytes, public: compared with the stored one first, so that a forged share is found out. */
  readonly commitment: Bytes
  readonly #wrapKey: XaesKey

  private constructor(ids: MasterKeyIds, bytes: Uint8Array) {
    super(ids)
    this.commitment = hkdfExpand(bytes, lengthPrefixed(['latchkey/v1/master-commitment']), 32)
    const wrapKey = hkdfExpand(bytes, lengthPrefixed(['latchkey/v1/master-wrap']), 32)
    this.#wrapKey = new XaesKey(wrapKey)
    wrapKey.fill(0)
  }

  /**
   * PRK = HMAC-SHA-512("latchkey/v1/master", platform share || customer share, where there is one); key =
   * HKDF-Expand(PRK, length-prefixed mode, organization, scope, region, version). The shares stay the caller's
   * to wipe. Throws TypeError unless the mode has exactly the shares that it needs.
   */
  static derive(ids: MasterKeyIds, shares: Shares): MasterKey {
    const prk = hmacSha512(EXTRACT_KEY, ...sharesFor(ids.mode, shares))
    const info = lengthPrefixed([ids.mode, ids.organization, ids.scope, ids.region, u32(ids.version)])
    const bytes = hkdfExpand(prk, info, 32)
    try {
      return new MasterKey(ids, bytes)
    } finally {
      prk.fill(0)
      bytes.fill(0)
    }
  }

  /** Whether this is the key that a stored commitment was made from; constant time. */
  matches(commitment: Uint8Array): boolean {
    return equalBytes(this.commitment, commitment)
  }

  protected override wipeSecrets(): void {
    this.#wrapKey.wipe()
  }

  static {
    wrapKeyOf = (key) => {
      key.requireUsable()
      return key.#wrapKey
    }
  }
}

function sharesFor(mode: MasterKeyIds['mode'], { platformShare, customerShare }: Shares): Uint8Array[] {
  requireBytes(platformShare, 'platform share', 32)
  if (mode === 'platform') {
    if (customerShare !== undefined) throw new TypeError('a platform master key takes no customer share')
    return [platformShare]
  }
  if (mode !== 'composite') throw new TypeError('unknown mode of a master key')
  requireBytes(customerShare, 'customer share', 32)
  return [platformShare, customerShare]
}
