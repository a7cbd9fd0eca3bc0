import type { Bytes } from '@/lib/crypto'
import type { KmsOutcome } from '@/lib/domain/kms-outcome'
import type { Provider } from '@/lib/domain/provider'

/** What a wrap is for. It reaches the KMS as encryption context, so the customer sees it in their own log. */
export interface WrapContext {
  organization: string
  purpose: 'customer-share' | 'platform-share' | 'preflight'
  scope: string
  region: string
  /** id of the share that is wrapped */
  share: string
}

/** A share under a root key, as it was stored: all that the root needs to open it again. */
export interface StoredWrap {
  wrapped: Uint8Array
  /** Which material or version of the key it is under, where the provider says; Azure opens nothing without it. */
  keyMaterialId: string | null
}

/** A share that a root key has just wrapped, and was proven to open again. */
export interface WrappedShare extends StoredWrap {
  wrapped: Bytes
  /** The full id of the root key that wrapped it, without a version. */
  keyId: string
}

export interface UnwrappedShare {
  /** 32 bytes, the caller's to wipe. */
  share: Bytes
  /** The material it was under, where the provider says; a change of it is a rotation. */
  keyMaterialId: string | null
}

/** What a provider may refuse to tell about a key whose use it allows. */
export type HiddenFact = 'rotation' | 'versions' | 'purge_protection'

/** What the provider says of a root key. */
export interface RootKeyDescription {
  keyId: string
  region: string
  /** The AWS account, Azure tenant or Google project that holds the key; null where it isn't said. */
  accountId: string | null
  /** The provider's own word, such as `Enabled`. */
  state: string
  /** What that state means for use: OK, or the class of the refusal to expect. */
  outcome: KmsOutcome
  spec: string
  /** Whether a key of this kind can wrap shares: symmetric at AWS and Google, RSA or AES at Azure. */
  fitsKind: boolean
  usage: string
  /** Whether it is meant for encrypting or wrapping, both ways. */
  fitsUsage: boolean
  multiRegion: boolean
  /** Other regions with a related key of the same material, each with a policy and a state of its own. */
  replicaRegions: string[]
  /** Where its material was made, in the provider's word. */
  origin: string | null
  createdAt: Date | null
  deletionAt: Date | null
  /** When it, or its imported material, stops working by itself. */
  expiresAt: Date | null
  currentMaterialId: string | null
  /** null: not known, because it may not be asked or does not apply. */
  rotationEnabled: boolean | null
  rotationPeriodDays: number | null
  nextRotationAt: Date | null
  /** Whether a deleted key can be brought back for a while whatever its owner does; null: not known. */
  purgeProtected: boolean | null
  /** What we may not see. */
  hidden: HiddenFact[]
}

/** One version or material of a root key. */
export interface RootKeyVersion {
  /** As in `keyMaterialId`. */
  id: string
  createdAt: Date | null
  /** The provider's own word. */
  state: string
  /** What that state means for unwrapping what is under it. */
  outcome: KmsOutcome
  /** Whether it wraps what is new. */
  current: boolean
  expiresAt: Date | null
}

/**
 * A root key in a KMS or HSM, ours or a customer's: the one port to every provider. Every failure of the provider is
 * a `KmsError`; a call that its caller aborts throws the signal's reason. Each call ends within its time limit.
 */
export interface RootKey {
  readonly provider: Provider
  /** The full id of the key without a version: an ARN, a URL or a resource name. */
  readonly id: string
  /** Wraps 32 bytes, and unwraps them again at once to prove that what is stored will open. */
  wrap(share: Uint8Array, context: WrapContext, signal?: AbortSignal): Promise<WrappedShare>
  unwrap(wrap: StoredWrap, context: WrapContext, signal?: AbortSignal): Promise<UnwrappedShare>
  describe(signal?: AbortSignal): Promise<RootKeyDescription>
  /**
   * Every version, newest first; null where the provider doesn't let us list them. At most 200 are read.
   */
  versions(signal?: AbortSignal): Promise<RootKeyVersion[] | null>
  /** Those of the permissions that we have on the key, where the provider says so without granting any first. */
  testPermissions?(permissions: readonly string[], signal?: AbortSignal): Promise<string[]>
}

/** Length of every share. */
export const SHARE_BYTES = 32
