import type { AwsKeyArn } from '@/lib/domain/aws-arn'
import type { AzureKeyUrl } from '@/lib/domain/azure-key-url'
import { AwsClients, type AwsOptions } from './aws/clients'
import { AwsRootKey } from './aws/root-key'
import { AzureClients } from './azure/clients'
import type { AzureIdentity, AzureOptions } from './azure/options'
import { AzureRootKey } from './azure/root-key'
import type { RootKey } from './root-key'

export type { AwsOptions } from './aws/clients'
export type { AzureIdentity, AzureOptions, AzureProof } from './azure/options'
export { KmsError } from './kms-error'
export { runPreflight } from './preflight'
export type { RootKey, StoredWrap, WrapContext } from './root-key'

/** The root keys of all the clouds that this installation reaches, ours and the customers' alike. */
export class RootKeys {
  readonly #aws: AwsClients

  readonly #azure: AzureClients | null

  constructor(options: { aws: AwsOptions; azure?: AzureOptions }) {
    this.#aws = new AwsClients(options.aws)
    this.#azure = options.azure === undefined ? null : new AzureClients(options.azure)
  }

  /** A key in AWS KMS, from its parsed ARN. Nothing is called yet. */
  aws(key: AwsKeyArn): RootKey {
    return new AwsRootKey(key, this.#aws)
  }

  /**
   * A key in Azure Key Vault or a Managed HSM, from its parsed URL, as the identity that the organization's directory
   * knows us by. Nothing is called yet. Throws TypeError where this installation has no way to Azure.
   */
  azure(key: AzureKeyUrl, identity: AzureIdentity): RootKey {
    if (this.#azure === null) throw new TypeError('no options for Azure were given')
    return new AzureRootKey(key, identity, this.#azure)
  }

  /** Closes the connections. */
  close(): void {
    this.#aws.close()
    this.#azure?.close()
  }
}
