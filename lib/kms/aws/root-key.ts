import {
  DecryptCommand,
  DescribeKeyCommand,
  EncryptCommand,
  GetKeyRotationStatusCommand,
  type KeyMetadata,
  type KMSClient,
} from '@aws-sdk/client-kms'
import { type Bytes, equalBytes } from '@/lib/crypto'
import type { AwsKeyArn } from '@/lib/domain/aws-arn'
import { ORGANIZATION_CONTEXT_KEY } from '@/lib/domain/aws-policy'
import { withDeadline } from '../deadline'
import { KmsError } from '../kms-error'
import {
  type RootKey,
  type RootKeyDescription,
  SHARE_BYTES,
  type StoredWrap,
  type UnwrappedShare,
  type WrapContext,
  type WrappedShare,
} from '../root-key'
import { kmsErrorFrom } from './classify'
import type { Access, AwsClients } from './clients'
import { descriptionFrom, explainedBy, isAmbiguous } from './describe'
import type { AwsRole } from './role-sessions'

/** KMS takes no longer ciphertext. */
const MAX_CIPHERTEXT_BYTES = 6_144
/** Of the time for a look at a key; long enough for both attempts at its rotation. */
const ROTATION_SHARE = 0.8

/**
 * A symmetric key in AWS KMS, used as ourselves or as a role of the customer's. Its full ARN goes with every call, and
 * the context with every Encrypt and Decrypt.
 */
export class AwsRootKey implements RootKey {
  readonly provider = 'aws'
  readonly id: string
  readonly #key: AwsKeyArn
  readonly #access: Access
  readonly #clients: AwsClients

  constructor(key: AwsKeyArn, role: AwsRole | null, clients: AwsClients) {
    this.id = key.arn
    this.#key = key
    this.#access = { region: key.region, role }
    this.#clients = clients
  }

  async wrap(share: Uint8Array, context: WrapContext, signal?: AbortSignal): Promise<WrappedShare> {
    if (share.length !== SHARE_BYTES) throw new TypeError(`a share has ${SHARE_BYTES} bytes`)
    return await this.#within(signal, async (deadline) => {
      const ciphertext = await this.#encrypt(share, context, deadline)
      // Encrypt doesn't say which material it used, Decrypt does; and what was not opened once is not stored.
      const proof = await this.#decrypt(ciphertext, context, deadline)
      const same = equalBytes(proof.share, share)
      proof.share.fill(0)
      if (!same) throw integrity('Decrypt', 'RoundTripMismatch')
      return { wrapped: ciphertext, keyId: this.id, keyMaterialId: proof.keyMaterialId }
    })
  }

  async unwrap({ wrapped }: StoredWrap, context: WrapContext, signal?: AbortSignal): Promise<UnwrappedShare> {
    if (wrapped.length === 0 || wrapped.length > MAX_CIPHERTEXT_BYTES) {
      throw integrity('Decrypt', 'CiphertextLength')
    }
    return await this.#within(signal, (deadline) => this.#decrypt(wrapped, context, deadline))
  }

  async describe(signal?: AbortSignal): Promise<RootKeyDescription> {
    return await this.#within(signal, async (deadline) => {
      const [metadata, rotation] = await Promise.all([this.#metadata(deadline), this.#rotation(deadline)])
      return descriptionFrom(this.#key, metadata, rotation)
    })
  }

  /** null: ListKeyRotations can't be called across accounts, so that versions are inferred by whoever stores wraps. */
  async versions(): Promise<null> {
    return null
  }

  async #encrypt(share: Uint8Array, context: WrapContext, signal: AbortSignal): Promise<Bytes> {
    const input = { KeyId: this.id, Plaintext: share, EncryptionContext: encryptionContext(context) }
    const answer = await this.#refusalsExplained(signal, () =>
      this.#send('Encrypt', (client) => client.send(new EncryptCommand(input), { abortSignal: signal })),
    )
    if (answer.CiphertextBlob === undefined) throw incomplete('Encrypt')
    this.#requireOwnKeyId('Encrypt', answer.KeyId)
    return Uint8Array.from(answer.CiphertextBlob)
  }

  async #decrypt(ciphertext: Uint8Array, context: WrapContext, signal: AbortSignal): Promise<UnwrappedShare> {
    const input = {
      KeyId: this.id,
      CiphertextBlob: ciphertext,
      EncryptionContext: encryptionContext(context),
    }
    const answer = await this.#refusalsExplained(signal, () =>
      this.#send('Decrypt', (client) => client.send(new DecryptCommand(input), { abortSignal: signal })),
    )
    if (answer.Plaintext === undefined) throw incomplete('Decrypt')
    const share = Uint8Array.from(answer.Plaintext)
    answer.Plaintext.fill(0)
    this.#requireOwnKeyId('Decrypt', answer.KeyId)
    if (share.length !== SHARE_BYTES) throw integrity('Decrypt', 'PlaintextLength')
    return { share, keyMaterialId: answer.KeyMaterialId ?? null }
  }

  async #metadata(signal: AbortSignal): Promise<KeyMetadata> {
    const command = new DescribeKeyCommand({ KeyId: this.id })
    const answer = await this.#send('DescribeKey', (client) => client.send(command, { abortSignal: signal }))
    if (answer.KeyMetadata === undefined) throw incomplete('DescribeKey')
    this.#requireOwnKeyId('DescribeKey', answer.KeyMetadata.Arn)
    return answer.KeyMetadata
  }

  /** null when it may not be asked, or doesn't apply to this key: for information only, so the rest never waits for it. */
  async #rotation(signal: AbortSignal) {
    const command = new GetKeyRotationStatusCommand({ KeyId: this.id })
    try {
      return await this.#within(
        signal,
        (deadline) =>
          this.#send('GetKeyRotationStatus', (client) => client.send(command, { abortSignal: deadline })),
        this.#clients.totalTimeoutMs * ROTATION_SHARE,
      )
    } catch (error) {
      if (error instanceof KmsError) return null
      throw error
    }
  }

  /** Every failure as a `KmsError`. Credentials that are refused are read anew once. */
  async #send<T>(operation: string, call: (client: KMSClient) => Promise<T>): Promise<T> {
    const client = await this.#clients.of(this.#access)
    try {
      return await call(client)
    } catch (error) {
      const failure = kmsErrorFrom(error, operation)
      if (failure.outcome !== 'OURS') throw failure
      this.#clients.renew(this.#access, client)
    }
    const renewed = await this.#clients.of(this.#access)
    try {
      return await call(renewed)
    } catch (error) {
      throw kmsErrorFrom(error, operation)
    }
  }

  /** A refusal may hide a key that is gone or scheduled for deletion: the state of the key is asked before it counts. */
  async #refusalsExplained<T>(signal: AbortSignal, call: () => Promise<T>): Promise<T> {
    try {
      return await call()
    } catch (error) {
      if (!(error instanceof KmsError) || !isAmbiguous(error)) throw error
      throw explainedBy(error, await this.#stateOutcome(signal))
    }
  }

  async #stateOutcome(signal: AbortSignal) {
    try {
      return descriptionFrom(this.#key, await this.#metadata(signal), null).outcome
    } catch (error) {
      if (!(error instanceof KmsError)) throw error
      return error.outcome === 'GONE' ? 'GONE' : 'UNKNOWN'
    }
  }

  #requireOwnKeyId(operation: string, answered: string | undefined): void {
    if (answered === undefined) throw incomplete(operation)
    if (answered !== this.id) throw integrity(operation, 'KeyIdMismatch')
  }

  /** One time limit around all that an operation does. */
  async #within<T>(
    signal: AbortSignal | undefined,
    work: (deadline: AbortSignal) => Promise<T>,
    ms = this.#clients.totalTimeoutMs,
  ): Promise<T> {
    try {
      return await withDeadline(ms, signal, work)
    } catch (error) {
      signal?.throwIfAborted()
      throw error instanceof KmsError ? error : kmsErrorFrom(error, 'deadline')
    }
  }
}

function encryptionContext(context: WrapContext): Record<string, string> {
  return {
    [ORGANIZATION_CONTEXT_KEY]: context.organization,
    'latchkey:purpose': context.purpose,
    'latchkey:scope': context.scope,
    'latchkey:region': context.region,
    'latchkey:share': context.share,
  }
}

/** It answered, but not with what was wrapped: never taken for an outage. */
function integrity(operation: string, errorName: string): KmsError {
  return new KmsError({ outcome: 'INTEGRITY', errorName, requestId: null, operation })
}

/** An answer without its fields is no answer of AWS KMS: something in between spoke. */
function incomplete(operation: string): KmsError {
  return new KmsError({ outcome: 'UNKNOWN', errorName: 'IncompleteResponse', requestId: null, operation })
}
