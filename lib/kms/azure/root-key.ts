import { type Bytes, equalBytes, openShare, randomKey, sealShare, wrappedKekOf } from '@/lib/crypto'
import { type AzureKeyUrl, parseAzureKeyUrl } from '@/lib/domain/azure-key-url'
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
import { incomplete, integrity, opening } from './answers'
import { kmsErrorFrom } from './classify'
import type { AzureClients } from './clients'
import { KeyReader } from './key-reader'
import type { AzureIdentity } from './options'
import { AzureVault } from './vault'

const ALGORITHMS = { vault: 'RSA-OAEP-256', managed_hsm: 'A256KW' } as const
const VERSION = /^[0-9a-f]{32}$/
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * A key in Azure Key Vault or a Managed HSM. What it wraps is a key made for one share, because its own wraps can't be
 * bound to a context (docs/format.md, "Share under a key that knows no context").
 */
export class AzureRootKey implements RootKey {
  readonly provider = 'azure'
  readonly id: string
  readonly #vault: AzureVault
  readonly #reader: KeyReader

  /** Throws TypeError for a key or identity that did not come from our own parsers: they decide which hosts are called. */
  constructor(key: AzureKeyUrl, identity: AzureIdentity, clients: AzureClients) {
    const parsed = parseAzureKeyUrl(key.id)
    if (!parsed.ok || parsed.key.host !== key.host) throw new TypeError('not the URL of a key in Azure')
    if (!GUID.test(identity.tenantId) || !GUID.test(identity.clientId))
      throw new TypeError('an identity has two GUIDs')
    this.id = key.id
    this.#vault = new AzureVault(key, identity, clients)
    this.#reader = new KeyReader(this.#vault)
  }

  async wrap(share: Uint8Array, context: WrapContext, signal?: AbortSignal): Promise<WrappedShare> {
    if (share.length !== SHARE_BYTES) throw new TypeError(`a share has ${SHARE_BYTES} bytes`)
    const kek = randomKey()
    try {
      return await this.#within(signal, async (deadline) => {
        const { bytes, version } = await this.#call('wrapKey', null, kek, deadline)
        const wrapped = sealShare(kek, bytes, context, share)
        // An RSA key wraps without being asked for anything secret: only the unwrap shows that it is there.
        const proof = await this.#unwrap({ wrapped, keyMaterialId: version }, context, deadline)
        const same = equalBytes(proof.share, share)
        proof.share.fill(0)
        if (!same) throw integrity('unwrapKey', 'RoundTripMismatch')
        return { wrapped, keyId: this.id, keyMaterialId: version }
      })
    } finally {
      kek.fill(0)
    }
  }

  async unwrap(wrap: StoredWrap, context: WrapContext, signal?: AbortSignal): Promise<UnwrappedShare> {
    return await this.#within(signal, (deadline) => this.#unwrap(wrap, context, deadline))
  }

  async describe(signal?: AbortSignal): Promise<RootKeyDescription> {
    return await this.#within(signal, (deadline) => this.#reader.describe(deadline))
  }

  async versions(signal?: AbortSignal): Promise<RootKeyVersion[] | null> {
    return await this.#within(signal, (deadline) => this.#reader.versions(deadline))
  }

  async #unwrap(
    { wrapped, keyMaterialId }: StoredWrap,
    context: WrapContext,
    signal: AbortSignal,
  ): Promise<UnwrappedShare> {
    if (keyMaterialId === null || !VERSION.test(keyMaterialId)) throw integrity('unwrapKey', 'KeyVersion')
    const wrappedKek = opening(() => wrappedKekOf(wrapped))
    const { bytes: kek } = await this.#call('unwrapKey', keyMaterialId, wrappedKek, signal)
    try {
      if (kek.length !== SHARE_BYTES) throw integrity('unwrapKey', 'PlaintextLength')
      return { share: opening(() => openShare(kek, context, wrapped)), keyMaterialId }
    } finally {
      kek.fill(0)
    }
  }

  /** Wraps with the newest version, or unwraps with the one given. Answers with the version that did. */
  async #call(
    operation: 'wrapKey' | 'unwrapKey',
    version: string | null,
    input: Uint8Array,
    signal: AbortSignal,
  ): Promise<{ bytes: Bytes; version: string }> {
    const algorithm = ALGORITHMS[this.#vault.key.kind]
    // The SDK gives back the id that it was given; which version it was, only the answer itself says.
    let answer: unknown
    const options = {
      abortSignal: signal,
      onResponse: ({ parsedBody }: { parsedBody?: unknown }) => {
        answer = parsedBody
      },
    }
    try {
      const { result } = await this.#vault.use(operation, signal, version, (client) =>
        client[operation](algorithm, input, options),
      )
      const answered = this.#versionIn(operation, answer)
      if (!(result instanceof Uint8Array)) throw incomplete(operation)
      const bytes = Uint8Array.from(result)
      result.fill(0)
      if (version !== null && answered !== version) throw integrity(operation, 'KeyVersionMismatch')
      return { bytes, version: answered }
    } catch (error) {
      if (!(error instanceof KmsError)) throw error
      throw await this.#reader.explained(error, version, signal)
    }
  }

  #versionIn(operation: 'wrapKey' | 'unwrapKey', answer: unknown): string {
    const kid = typeof answer === 'object' && answer !== null && 'kid' in answer ? answer.kid : undefined
    if (typeof kid !== 'string') throw incomplete(operation)
    const [id, version = ''] = kid.toLowerCase().split(/\/(?=[^/]*$)/)
    if (id !== this.id || !VERSION.test(version)) throw integrity(operation, 'KeyIdMismatch')
    return version
  }

  /** One time limit around all that an operation does. */
  async #within<T>(signal: AbortSignal | undefined, work: (deadline: AbortSignal) => Promise<T>): Promise<T> {
    try {
      return await withDeadline(this.#vault.totalTimeoutMs, signal, work)
    } catch (error) {
      signal?.throwIfAborted()
      if (error instanceof Error && error.name === 'TimeoutError') throw kmsErrorFrom(error, 'deadline')
      throw error
    }
  }
}
