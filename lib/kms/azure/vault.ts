import { setTimeout as sleep } from 'node:timers/promises'
import type { CryptographyClient, KeyClient } from '@azure/keyvault-keys'
import type { AzureKeyUrl } from '@/lib/domain/azure-key-url'
import type { KmsError } from '../kms-error'
import { type AzureOperation, kmsErrorFrom } from './classify'
import type { AzureClients } from './clients'
import { GET_TOKEN } from './directory-error'
import type { AzureIdentity } from './options'

const RETRY_DELAY_MS = 200
const MAX_ATTEMPTS = 2

/** The calls to a key's vault under one identity: each is tried twice at most, and every failure is a `KmsError`. */
export class AzureVault {
  readonly key: AzureKeyUrl
  readonly identity: AzureIdentity
  readonly #clients: AzureClients

  constructor(key: AzureKeyUrl, identity: AzureIdentity, clients: AzureClients) {
    this.key = key
    this.identity = identity
    this.#clients = clients
  }

  get totalTimeoutMs(): number {
    return this.#clients.totalTimeoutMs
  }

  /** A call that reads about the key. */
  async read<T>(
    operation: AzureOperation,
    signal: AbortSignal,
    call: (client: KeyClient) => Promise<T>,
  ): Promise<T> {
    return await this.#send(operation, signal, (credential) =>
      call(this.#clients.keyClient(this.key, this.identity, credential)),
    )
  }

  /** A call that uses the key, at the version given or the newest. */
  async use<T>(
    operation: AzureOperation,
    signal: AbortSignal,
    version: string | null,
    call: (client: CryptographyClient) => Promise<T>,
  ): Promise<T> {
    return await this.#send(operation, signal, (credential) =>
      call(this.#clients.cryptographyClient(this.key, this.identity, credential, version)),
    )
  }

  async #send<T>(
    operation: AzureOperation,
    signal: AbortSignal,
    call: (credential: ReturnType<AzureClients['credential']>) => Promise<T>,
  ): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const credential = this.#clients.credential(this.key, this.identity)
      try {
        return await call(credential)
      } catch (error) {
        const failure = kmsErrorFrom(error, operation)
        if (isOfCredential(failure)) this.#clients.renew(this.key, this.identity, credential)
        if (attempt === MAX_ATTEMPTS || !mayPass(failure)) throw failure
        await delayed(signal, failure)
      }
    }
  }
}

/** MSAL asks nothing of a directory for a minute after that throttled it, and repeats its answer by itself. */
const isBarred = ({ operation, outcome }: KmsError): boolean =>
  operation === GET_TOKEN && outcome === 'THROTTLED'

/** A credential that was refused, or could not get a token, is made anew for the next attempt. */
const isOfCredential = (failure: KmsError): boolean =>
  (failure.outcome === 'OURS' || failure.operation === GET_TOKEN) && !isBarred(failure)

/** Whether the second attempt may end otherwise. */
const mayPass = (failure: KmsError): boolean =>
  failure.retryable && failure.outcome !== 'UNKNOWN' && !isBarred(failure)

/** Waits a little before the second attempt; the first one's failure stands where the time is up meanwhile. */
async function delayed(signal: AbortSignal, failure: KmsError): Promise<void> {
  try {
    await sleep(RETRY_DELAY_MS * (1 + Math.random()), undefined, { signal })
  } catch {
    throw failure
  }
}
