import { randomBytes } from 'node:crypto'
import { type Bytes, equalBytes } from '@/lib/crypto'
import type { Pkcs11Key } from '@/lib/domain/pkcs11-uri'
import { withDeadline } from '../deadline'
import { KmsError } from '../kms-error'
import {
  type RootKey,
  type RootKeyDescription,
  type RootKeyVersion,
  SHARE_BYTES,
  type StoredWrap,
  type UnwrappedShare,
  type WrapContext,
  type WrappedShare,
} from '../root-key'
import { kmsErrorFrom } from './classify'
import type { KeyLook } from './protocol'
import type { TokenClient } from './token-client'
import type { Pkcs11Tokens } from './tokens'

/** The form of a wrap: this byte, a nonce, the ciphertext of the share and its tag. */
const FORM = 1
const NONCE_BYTES = 12
const TAG_BYTES = 16
const WRAP_BYTES = 1 + NONCE_BYTES + SHARE_BYTES + TAG_BYTES

/**
 * A key in an HSM by PKCS #11: AES-256-GCM inside the token, the context as additional authenticated data. Nonces are
 * random; a root wraps one share for each master key, thousands in a year, where 2^32 are safe (SP 800-38D).
 */
export class Pkcs11RootKey implements RootKey {
  readonly provider = 'pkcs11'
  readonly id: string
  readonly #key: Pkcs11Key
  readonly #token: TokenClient
  readonly #totalTimeoutMs: number

  constructor(key: Pkcs11Key, tokens: Pkcs11Tokens) {
    this.id = key.uri
    this.#key = key
    this.#token = tokens.of(key)
    this.#totalTimeoutMs = tokens.totalTimeoutMs
  }

  async wrap(share: Uint8Array, context: WrapContext, signal?: AbortSignal): Promise<WrappedShare> {
    if (share.length !== SHARE_BYTES) throw new TypeError(`a share has ${SHARE_BYTES} bytes`)
    return await this.#within(signal, async (deadline) => {
      const { key, aad } = this.#bound(context)
      const nonce = randomBytes(NONCE_BYTES)
      const plaintext = Uint8Array.from(share)
      const sealed = await this.#token
        .ask('seal', { key, nonce, aad, plaintext }, deadline)
        .finally(() => plaintext.fill(0))
      if (sealed.length !== SHARE_BYTES + TAG_BYTES) throw integrity('C_Encrypt', 'CiphertextLength')
      const wrapped = Uint8Array.from([FORM, ...nonce, ...sealed])
      // What was not opened once is not stored: an HSM may make a nonce of its own instead of taking ours.
      const proof = await this.#open(wrapped, context, deadline)
      const same = equalBytes(proof, share)
      proof.fill(0)
      if (!same) throw integrity('C_Decrypt', 'RoundTripMismatch')
      return { wrapped, keyId: this.id, keyMaterialId: null }
    })
  }

  async unwrap({ wrapped }: StoredWrap, context: WrapContext, signal?: AbortSignal): Promise<UnwrappedShare> {
    if (wrapped.length !== WRAP_BYTES || wrapped[0] !== FORM) throw integrity('C_Decrypt', 'WrapForm')
    const share = await this.#within(signal, (deadline) => this.#open(wrapped, context, deadline))
    return { share, keyMaterialId: null }
  }

  async describe(signal?: AbortSignal): Promise<RootKeyDescription> {
    const { object, id } = this.#key
    return await this.#within(signal, async (deadline) => {
      const look = await this.#token.ask('look', { key: { object, id } }, deadline)
      return descriptionFrom(this.id, look)
    })
  }

  /** One: a key in a token is one material, and another key has another name. */
  async versions(signal?: AbortSignal): Promise<RootKeyVersion[]> {
    const { state, outcome } = await this.describe(signal)
    return [{ id: this.id, createdAt: null, state, outcome, current: true, expiresAt: null }]
  }

  async #open(wrapped: Uint8Array, context: WrapContext, signal: AbortSignal): Promise<Bytes> {
    const { key, aad } = this.#bound(context)
    const nonce = wrapped.subarray(1, 1 + NONCE_BYTES)
    const sealed = wrapped.subarray(1 + NONCE_BYTES)
    const opened = await this.#token.ask('open', { key, nonce, aad, sealed }, signal)
    const share = Uint8Array.from(opened)
    opened.fill(0)
    if (signal.aborted) share.fill(0)
    signal.throwIfAborted()
    if (share.length !== SHARE_BYTES) throw integrity('C_Decrypt', 'PlaintextLength')
    return share
  }

  #bound({ organization, purpose, scope, region, share }: WrapContext) {
    const { object, id } = this.#key
    // As a JSON list in one order, no two contexts are the same bytes.
    const text = JSON.stringify(['latchkey/v1/pkcs11', organization, purpose, scope, region, share])
    return { key: { object, id }, aad: Buffer.from(text) }
  }

  async #within<T>(signal: AbortSignal | undefined, work: (deadline: AbortSignal) => Promise<T>): Promise<T> {
    try {
      return await withDeadline(this.#totalTimeoutMs, signal, work)
    } catch (error) {
      signal?.throwIfAborted()
      throw kmsErrorFrom(error)
    }
  }
}

function descriptionFrom(uri: string, look: KeyLook): RootKeyDescription {
  const fitsUsage = look.encrypts && look.decrypts
  const fits = look.isAes256 && fitsUsage && look.isConfined
  const uses = [look.encrypts && 'encrypt', look.decrypts && 'decrypt'].filter((use) => use !== false)
  return {
    keyId: uri,
    region: 'hsm',
    accountId: look.serial || null,
    state: look.isConfined ? 'confined' : 'not confined',
    outcome: fits ? 'OK' : 'MISCONFIGURED',
    spec: look.isAes256 ? 'AES-256' : 'other',
    fitsKind: look.isAes256,
    usage: uses.join(' ') || 'none',
    fitsUsage,
    multiRegion: false,
    replicaRegions: [],
    origin: look.madeInToken ? 'token' : 'imported',
    createdAt: null,
    deletionAt: null,
    expiresAt: null,
    currentMaterialId: null,
    rotationEnabled: false,
    rotationPeriodDays: null,
    nextRotationAt: null,
    // What is destroyed in a token is gone at once.
    purgeProtected: false,
    hidden: [],
  }
}

function integrity(operation: string, errorName: string): KmsError {
  return new KmsError({ outcome: 'INTEGRITY', errorName, requestId: null, operation })
}
