import type { KeyProperties, KeyRotationPolicy } from '@azure/keyvault-keys'
import { withDeadline } from '../deadline'
import { KmsError } from '../kms-error'
import type { RootKeyDescription, RootKeyVersion } from '../root-key'
import { incomplete, integrity } from './answers'
import { descriptionFrom, explainedBy, isAmbiguous, type ReadKey, versionFrom } from './describe'
import type { AzureVault } from './vault'

const MAX_VERSIONS = 200
/** The most that the service puts on a page. */
const PAGE_SIZE = 25
/** Of the time for a look at a key; long enough for both attempts at what is for information only. */
const INFORMATION_SHARE = 0.8

/** Reads about one key, anew each time. */
export class KeyReader {
  readonly #vault: AzureVault

  constructor(vault: AzureVault) {
    this.#vault = vault
  }

  async describe(signal: AbortSignal): Promise<RootKeyDescription> {
    const [read, rotationPolicy, firstPage] = await Promise.all([
      this.#read(null, signal),
      this.#information(signal, (deadline) => this.#rotationPolicy(deadline)),
      this.#information(signal, (deadline) => this.#listed(1, deadline)),
    ])
    return this.#description(read, rotationPolicy, firstPage !== null)
  }

  /** Newest first; null where they may not be listed. */
  async versions(signal: AbortSignal): Promise<RootKeyVersion[] | null> {
    try {
      const [{ key }, listed] = await Promise.all([
        this.#present(null, signal),
        this.#listed(MAX_VERSIONS, signal),
      ])
      // Lists have no order of their own: where they are cut off, the newest one may be missing.
      const current = key.properties.version ?? ''
      const others = listed.filter(({ version }) => version !== current)
      const age = ({ createdOn }: KeyProperties) => createdOn?.getTime() ?? 0
      return [key.properties, ...others.sort((a, b) => age(b) - age(a))]
        .slice(0, MAX_VERSIONS)
        .map((properties) => versionFrom(properties, current))
    } catch (error) {
      if (error instanceof KmsError && error.outcome === 'DENIED') return null
      throw error
    }
  }

  /** The refusal of a use of the key, with the class that a look at the key gives it. */
  async explained(refusal: KmsError, version: string | null, signal: AbortSignal): Promise<KmsError> {
    if (!isAmbiguous(refusal)) return refusal
    try {
      const looked = this.#description(await this.#read(version, signal), null, false)
      return explainedBy(refusal, looked)
    } catch (error) {
      if (!(error instanceof KmsError)) throw error
      if (error.outcome !== 'GONE') return refusal
      const { errorName, requestId, operation } = refusal
      return new KmsError({ outcome: 'GONE', errorName, requestId, operation })
    }
  }

  #description(read: ReadKey, rotationPolicy: KeyRotationPolicy | null, versionsListed: boolean) {
    const { key, identity } = this.#vault
    return descriptionFrom(key, identity.tenantId, read, { rotationPolicy, versionsListed })
  }

  /** The key, or what is left of it for a while after its deletion. @throws KmsError GONE where there is neither */
  async #read(version: string | null, signal: AbortSignal): Promise<ReadKey> {
    try {
      return await this.#present(version, signal)
    } catch (error) {
      if (!(error instanceof KmsError) || error.outcome !== 'GONE') throw error
      return await this.#deleted(signal, error)
    }
  }

  async #present(version: string | null, signal: AbortSignal): Promise<ReadKey> {
    const { name, id } = this.#vault.key
    let region: string | null = null
    const key = await this.#vault.read('getKey', signal, (client) =>
      client.getKey(name, {
        ...(version === null ? {} : { version }),
        abortSignal: signal,
        onResponse: ({ headers }) => {
          region = headers.get('x-ms-keyvault-region') ?? null
        },
      }),
    )
    if (key.id === undefined) throw incomplete('getKey')
    if (!key.id.toLowerCase().startsWith(`${id}/`)) throw integrity('getKey', 'KeyIdMismatch')
    return { key, deleted: false, region }
  }

  async #deleted(signal: AbortSignal, absent: KmsError): Promise<ReadKey> {
    const { name } = this.#vault.key
    try {
      const key = await this.#vault.read('getDeletedKey', signal, (client) =>
        client.getDeletedKey(name, { abortSignal: signal }),
      )
      return { key, deleted: true, region: null }
    } catch (error) {
      // Where it can't be looked at, it is as gone as it was.
      if (error instanceof KmsError) throw absent
      throw error
    }
  }

  async #rotationPolicy(signal: AbortSignal): Promise<KeyRotationPolicy> {
    const { name } = this.#vault.key
    return await this.#vault.read('getRotationPolicy', signal, (client) =>
      client.getKeyRotationPolicy(name, { abortSignal: signal }),
    )
  }

  async #listed(most: number, signal: AbortSignal): Promise<KeyProperties[]> {
    const { name } = this.#vault.key
    const maxPageSize = Math.min(most, PAGE_SIZE)
    return await this.#vault.read('getVersions', signal, async (client) => {
      const listed: KeyProperties[] = []
      const pages = client.listPropertiesOfKeyVersions(name, { abortSignal: signal }).byPage({ maxPageSize })
      for await (const page of pages) {
        listed.push(...page)
        if (listed.length >= most) break
      }
      return listed.slice(0, most)
    })
  }

  /** null when it can't be had: for information only, so the rest never waits for it. */
  async #information<T>(signal: AbortSignal, ask: (deadline: AbortSignal) => Promise<T>): Promise<T | null> {
    try {
      return await withDeadline(this.#vault.totalTimeoutMs * INFORMATION_SHARE, signal, ask)
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof KmsError || (error instanceof Error && error.name === 'TimeoutError')) return null
      throw error
    }
  }
}
