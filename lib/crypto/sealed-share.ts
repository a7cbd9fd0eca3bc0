import { GCM_NONCE_BYTES, gcmOpen, gcmSeal, TAG_BYTES } from './aes-gcm'
import { type Bytes, lengthPrefixed, requireBytes } from './encoding'
import { DoesNotOpenError } from './errors'
import { hkdfExpand } from './hkdf'
import { pooledRandom, type RandomSource } from './random'

/** What a share is for: all of it goes into the key that seals the share. */
export interface ShareContext {
  organization: string
  purpose: string
  scope: string
  region: string
  share: string
}

const VERSION = 1
const SHARE_BYTES = 32
const FRONT_BYTES = 3
const SEALED_BYTES = GCM_NONCE_BYTES + SHARE_BYTES + TAG_BYTES
const MAX_WRAPPED_BYTES = 1024

/**
 * Seals a share of 32 bytes for a root whose own wraps can't be bound to a context: `wrapped` is `kek` (32 random bytes,
 * made for this share alone) as the root wrapped it. Nothing secret is in the result. Throws TypeError on misuse.
 */
export function sealShare(
  kek: Uint8Array,
  wrapped: Uint8Array,
  context: ShareContext,
  share: Uint8Array,
): Bytes {
  return sealShareWith(pooledRandom, kek, wrapped, context, share)
}

/** Internal: `sealShare` with its nonce from elsewhere, for the frozen vectors. */
export function sealShareWith(
  random: RandomSource,
  kek: Uint8Array,
  wrapped: Uint8Array,
  context: ShareContext,
  share: Uint8Array,
): Bytes {
  requireBytes(share, 'share', SHARE_BYTES)
  requireBytes(wrapped, 'wrapped')
  if (wrapped.length === 0 || wrapped.length > MAX_WRAPPED_BYTES)
    throw new TypeError('wrapped has a wrong length')
  const nonceAt = FRONT_BYTES + wrapped.length
  const out = Buffer.allocUnsafeSlow(nonceAt + SEALED_BYTES)
  out[0] = VERSION
  out.writeUInt16BE(wrapped.length, 1)
  out.set(wrapped, FRONT_BYTES)
  const nonce = out.subarray(nonceAt, nonceAt + GCM_NONCE_BYTES)
  random(nonce)
  const key = sealingKey(kek, context)
  gcmSeal(key, nonce, out.subarray(0, nonceAt), share, out, nonceAt + GCM_NONCE_BYTES)
  key.fill(0)
  return out
}

/** The wrapped KEK inside of a sealed share. Throws `DoesNotOpenError` for any other length or version. */
export function wrappedKekOf(sealed: Uint8Array): Uint8Array {
  const [version, high = 0, low = 0] = sealed
  const length = high * 256 + low
  const fits = version === VERSION && length > 0 && length <= MAX_WRAPPED_BYTES
  if (!fits || sealed.length !== FRONT_BYTES + length + SEALED_BYTES) throw new DoesNotOpenError()
  return sealed.subarray(FRONT_BYTES, FRONT_BYTES + length)
}

/** The reverse of `sealShare`: 32 bytes, the caller's to wipe. Throws `DoesNotOpenError`. */
export function openShare(kek: Uint8Array, context: ShareContext, sealed: Uint8Array): Bytes {
  const nonceAt = FRONT_BYTES + wrappedKekOf(sealed).length
  const ciphertextAt = nonceAt + GCM_NONCE_BYTES
  const key = sealingKey(kek, context)
  try {
    const share = gcmOpen(
      key,
      sealed.subarray(nonceAt, ciphertextAt),
      sealed.subarray(0, nonceAt),
      sealed,
      ciphertextAt,
    )
    const copy = Uint8Array.from(share)
    share.fill(0)
    return copy
  } finally {
    key.fill(0)
  }
}

function sealingKey(kek: Uint8Array, context: ShareContext): Bytes {
  requireBytes(kek, 'kek', 32)
  const { organization, purpose, scope, region, share } = context
  const info = lengthPrefixed(['latchkey/v1/sealed-share', organization, purpose, scope, region, share])
  return hkdfExpand(kek, info, 32)
}
