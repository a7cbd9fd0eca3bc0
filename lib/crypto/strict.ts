import { GCM_NONCE_BYTES, gcmOpen, gcmSeal, TAG_BYTES } from './aes-gcm'
import { ciphertextBuffer } from './ciphertext-buffer'
import { type Bytes, equalBytes, fillFrom } from './encoding'
import { DoesNotOpenError } from './errors'
import { HEADER_BYTES, hasHeader } from './header'
import type { ExpandKey } from './hkdf'
import type { RandomSource } from './random'

const RANDOM_BYTES = 24
const KEY_BYTES = 32
const COMMITMENT_BYTES = 32
const COMMITMENT_AT = HEADER_BYTES + RANDOM_BYTES
const SEALED_AT = COMMITMENT_AT + COMMITMENT_BYTES
/** What a strict value costs over its plaintext: 38 + 24 + 32 + 16. */
const STRICT_OVERHEAD_BYTES = SEALED_AT + TAG_BYTES

/** Everything that a strict value is bound to went into its key already. */
const NO_AAD = new Uint8Array(0)

// Of the message at hand, here so that they need not be made anew for each; what is secret is wiped behind it.
const fresh = Buffer.alloc(RANDOM_BYTES)
const nonce = Buffer.alloc(GCM_NONCE_BYTES)
const key = Buffer.from(new ArrayBuffer(KEY_BYTES))
const commitment = Buffer.alloc(COMMITMENT_BYTES)

/** The sub-key of the strict suite and the header in front of all that it seals. */
export interface StrictKey {
  expand: ExpandKey
  header: Uint8Array
}

/**
 * header 38 | random 24 | commitment 32 | ciphertext | tag 16. Key and commitment of this value alone are
 * HKDF-Expand(sub-key, context | random), so the commitment commits to the key, the header and the whole context.
 * The nonce is the second half of the random bytes. The context has to begin with the header.
 */
export function sealStrict(
  { expand, header }: StrictKey,
  context: Uint8Array,
  plaintext: Uint8Array,
  random: RandomSource,
): Bytes {
  random(fresh)
  derive(expand, context)
  const sealed = ciphertextBuffer(STRICT_OVERHEAD_BYTES + plaintext.length)
  sealed.set(header)
  sealed.set(fresh, HEADER_BYTES)
  sealed.set(commitment, COMMITMENT_AT)
  gcmSeal(key, nonce, NO_AAD, plaintext, sealed, SEALED_AT)
  key.fill(0)
  return sealed
}

/** Opens what `sealStrict` made; header and commitment are compared before any decryption. `DoesNotOpenError`. */
export function openStrict(
  { expand, header }: StrictKey,
  context: Uint8Array,
  sealed: Uint8Array,
): Uint8Array {
  if (sealed.length < STRICT_OVERHEAD_BYTES || !hasHeader(sealed, header)) throw new DoesNotOpenError()
  fillFrom(fresh, sealed, HEADER_BYTES)
  derive(expand, context)
  try {
    if (!equalBytes(commitment, sealed.subarray(COMMITMENT_AT, SEALED_AT))) throw new DoesNotOpenError()
    return gcmOpen(key, nonce, NO_AAD, sealed, SEALED_AT)
  } finally {
    key.fill(0)
    commitment.fill(0)
  }
}

/** Sets key, commitment and nonce from the random bytes. */
function derive(expand: ExpandKey, context: Uint8Array): void {
  const block = expand.block(context, fresh)
  fillFrom(key, block, 0)
  fillFrom(commitment, block, KEY_BYTES)
  block.fill(0)
  fillFrom(nonce, fresh, RANDOM_BYTES - GCM_NONCE_BYTES)
}
