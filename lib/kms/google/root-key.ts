import { equalBytes } from '@/lib/crypto'
import type { GoogleKeyName } from '@/lib/domain/google-key-name'
import type { KmsOutcome } from '@/lib/domain/kms-outcome'
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
import { keyAnswer, permissionsAnswer, type VersionAnswer, versionAnswer, versionsAnswer } from './answers'
import { type GoogleCall, send } from './calls'
import { kmsErrorFrom } from './classify'
import type { GoogleClients } from './clients'
import {
  descriptionFrom,
  explainedBy,
  hiddenDescription,
  isAmbiguous,
  isVersionNumber,
  stateOf,
  versionsFrom,
} from './describe'
import type { GoogleIdentity } from './tokens'
import { decryptCall, encryptCall, integrity } from './use'

/** Cloud KMS takes no longer ciphertext. */
const MAX_CIPHERTEXT_BYTES = 64 * 1024
const MAX_VERSIONS = 200
const USE = ['cloudkms.cryptoKeyVersions.useToEncrypt', 'cloudkms.cryptoKeyVersions.useToDecrypt']

/** One operation under its time limit. A refusal that was heard counts, even if the time ends while it is looked into. */
interface Operation {
  signal: AbortSignal
  refusal: KmsError | null
}

/** A symmetric key in Google Cloud KMS, used as one service account. */
export class GoogleRootKey implements RootKey {
  readonly provider = 'google'
  readonly id: string
  readonly #key: GoogleKeyName
  readonly #identity: GoogleIdentity
  readonly #clients: GoogleClients

  constructor(key: GoogleKeyName, identity: GoogleIdentity, clients: GoogleClients) {
    this.id = key.id
    this.#key = key
    this.#identity = identity
    this.#clients = clients
  }

  async wrap(share: Uint8Array, context: WrapContext, signal?: AbortSignal): Promise<WrappedShare> {
    if (share.length !== SHARE_BYTES) throw new TypeError(`a share has ${SHARE_BYTES} bytes`)
    return await this.#within(signal, async (operation) => {
      const { wrapped, keyMaterialId } = await this.#encrypt(share, context, operation)
      // What was not opened once is not stored.
      const proof = await this.#decrypt({ wrapped, keyMaterialId }, context, operation)
      const same = equalBytes(proof, share)
      proof.fill(0)
      if (!same) throw integrity('Decrypt', 'RoundTripMismatch')
      return { wrapped, keyId: this.id, keyMaterialId }
    })
  }

  /** Decrypt doesn't say which version it used, so the material's id is the one that was stored with the wrap. */
  async unwrap(wrap: StoredWrap, context: WrapContext, signal?: AbortSignal): Promise<UnwrappedShare> {
    const { wrapped, keyMaterialId } = wrap
    if (wrapped.length === 0 || wrapped.length > MAX_CIPHERTEXT_BYTES) {
      throw integrity('Decrypt', 'CiphertextLength')
    }
    if (keyMaterialId !== null && !isVersionNumber(keyMaterialId)) throw integrity('Decrypt', 'KeyMaterialId')
    return await this.#within(signal, async (operation) => {
      return { share: await this.#decrypt(wrap, context, operation), keyMaterialId }
    })
  }

  async describe(signal?: AbortSignal): Promise<RootKeyDescription> {
    return await this.#within(signal, (operation) => this.#describe(operation))
  }

  async versions(signal?: AbortSignal): Promise<RootKeyVersion[] | null> {
    return await this.#within(signal, async (operation) => {
      const versions = await this.#listVersions(operation)
      if (versions === null) return null
      const { currentMaterialId } = await this.#describe(operation)
      return versionsFrom(versions, currentMaterialId).slice(0, MAX_VERSIONS)
    })
  }

  /** Those of the permissions that we have on the key. Asking needs none itself and changes nothing. */
  async testPermissions(permissions: readonly string[], signal?: AbortSignal): Promise<string[]> {
    return await this.#within(signal, (operation) => this.#granted(permissions, operation))
  }

  #encrypt(share: Uint8Array, context: WrapContext, operation: Operation) {
    const call = encryptCall(this.id, share, context)
    return this.#refusalsExplained(operation, call, async () => (await this.#describe(operation)).outcome)
  }

  #decrypt({ wrapped, keyMaterialId }: StoredWrap, context: WrapContext, operation: Operation) {
    const call = decryptCall(this.id, wrapped, context)
    return this.#refusalsExplained(operation, call, async () =>
      keyMaterialId === null ? 'UNKNOWN' : stateOf(await this.#version(keyMaterialId, operation)),
    )
  }

  /** Without a look at the key, leave to use it is enough to go on: the rest of what could be seen is hidden. */
  async #describe(operation: Operation): Promise<RootKeyDescription> {
    try {
      const answer = await this.#send(operation, {
        method: 'getCryptoKey',
        request: { name: this.id },
        answer: keyAnswer,
        accept: (key) => {
          if (key.name !== this.id) throw integrity('GetCryptoKey', 'KeyNameMismatch')
          return key
        },
      })
      const whole = answer.primary?.state === 'ENABLED'
      return descriptionFrom(this.#key, answer, whole ? null : await this.#listVersions(operation))
    } catch (error) {
      if (!(error instanceof KmsError) || error.outcome !== 'DENIED') throw error
      const granted = await this.#granted(USE, operation)
      if (granted.length < USE.length) throw error
      return hiddenDescription(this.#key)
    }
  }

  #version(id: string, operation: Operation): Promise<VersionAnswer> {
    const name = `${this.id}/cryptoKeyVersions/${id}`
    return this.#send(operation, {
      method: 'getCryptoKeyVersion',
      request: { name },
      answer: versionAnswer,
      accept: (version) => {
        if (version.name !== name) throw integrity('GetCryptoKeyVersion', 'KeyNameMismatch')
        return version
      },
    })
  }

  /** null where they may not be listed. */
  async #listVersions(operation: Operation): Promise<VersionAnswer[] | null> {
    const found: VersionAnswer[] = []
    let pageToken = ''
    try {
      do {
        const page = await this.#send(operation, {
          method: 'listCryptoKeyVersions',
          request: { parent: this.id, pageSize: MAX_VERSIONS, pageToken },
          answer: versionsAnswer,
          accept: (answer) => answer,
        })
        found.push(...page.cryptoKeyVersions)
        pageToken = page.nextPageToken
        // Google doesn't say in which order they come: the newest may be on the last page.
      } while (pageToken !== '' && found.length < 5 * MAX_VERSIONS)
    } catch (error) {
      if (error instanceof KmsError && error.outcome === 'DENIED') return null
      throw error
    }
    return found
  }

  #granted(permissions: readonly string[], operation: Operation): Promise<string[]> {
    return this.#send(operation, {
      method: 'testIamPermissions',
      request: { resource: this.id, permissions },
      answer: permissionsAnswer,
      accept: (answer) => answer.permissions,
    })
  }

  #send<Answer, Result>({ signal }: Operation, call: GoogleCall<Answer, Result>): Promise<Result> {
    return send(this.#clients, this.#identity, call, signal)
  }

  /** A refusal may hide a version that is gone or scheduled for destruction: its state is asked before it counts. */
  async #refusalsExplained<Answer, Result>(
    operation: Operation,
    call: GoogleCall<Answer, Result>,
    look: () => Promise<KmsOutcome>,
  ): Promise<Result> {
    try {
      return await this.#send(operation, call)
    } catch (error) {
      if (!(error instanceof KmsError) || !isAmbiguous(error)) throw error
      operation.refusal = error
      throw explainedBy(error, await look().catch((failure: unknown) => stateBy(failure)))
    }
  }

  /** One time limit around all that an operation does. */
  async #within<T>(signal: AbortSignal | undefined, work: (operation: Operation) => Promise<T>): Promise<T> {
    const operation: Operation = { signal: AbortSignal.abort(), refusal: null }
    try {
      return await withDeadline(this.#clients.totalTimeoutMs, signal, (deadline) => {
        operation.signal = deadline
        return work(operation)
      })
    } catch (error) {
      signal?.throwIfAborted()
      if (error instanceof KmsError) throw error
      throw operation.refusal ?? kmsErrorFrom(error, 'deadline')
    }
  }
}

/** What a look that failed says of the state: only that it is gone. */
function stateBy(failure: unknown): KmsOutcome {
  if (!(failure instanceof KmsError)) throw failure
  return failure.outcome === 'GONE' ? 'GONE' : 'UNKNOWN'
}
