import type { Bytes } from '@/lib/crypto'
import type { KmsOutcome } from '@/lib/domain/kms-outcome'

/** What a wrap is for. It reaches the KMS as encryption context, so the customer sees it in their own log. */
export interface WrapContext {
  organization: string
  purpose: 'customer-share' | 'platform-share' | 'preflight'
  scope: string
  region: string
  /** id of the share that is wrapped */
  share: string
}

/** A share under a root key, proven to open again. */
export interface WrappedShare {
  ciphertext: Bytes
  /** The full id of the root key that wrapped it. */
  keyId: string
  /** Which material of the key it is under, where the provider says; a change of it is a rotation. */
  keyMaterialId: string | null
}

export interface UnwrappedShare {
  /** 32 bytes, the caller's to wipe. */
  share: Bytes
  keyMaterialId: string | null
}

/** What the provider says of a root key. */
export interface RootKeyDescription {
  keyId: string
  region: string
  accountId: string
  /** The provider's own word, such as `Enabled`. */
  state: string
  /** What that state means for use: OK, or the class of the refusal to expect. */
  outcome: KmsOutcome
  spec: string
  isSymmetric: boolean
  usage: string
  isForEncryption: boolean
  multiRegion: boolean
  origin: string | null
  createdAt: Date | null
  deletionAt: Date | null
  /** When imported key material expires. */
  materialExpiresAt: Date | null
  currentMaterialId: string | null
  /** null: not known, because it may not be asked or does not apply. */
  rotationEnabled: boolean | null
  nextRotationAt: Date | null
}

/**
 * A root key in a KMS or HSM, ours or a customer's: the one port to every provider. Every failure of the provider is
 * a `KmsError`; a call that its caller aborts throws the signal's reason. Each call ends within its time limit.
 */
export interface RootKey {
  readonly provider: 'aws'
  /** The full id of the key, such as an ARN. */
  readonly id: string
  /** Wraps 32 bytes, and unwraps them again at once to prove that what is stored will open. */
  wrap(share: Uint8Array, context: WrapContext, signal?: AbortSignal): Promise<WrappedShare>
  unwrap(ciphertext: Uint8Array, context: WrapContext, signal?: AbortSignal): Promise<UnwrappedShare>
  describe(signal?: AbortSignal): Promise<RootKeyDescription>
}

/** Length of every share. */
export const SHARE_BYTES = 32
