import type { AwsKeyArn } from '@/lib/domain/aws-arn'
import type { AzureKeyUrl } from '@/lib/domain/azure-key-url'
import type { GoogleKeyName } from '@/lib/domain/google-key-name'
import type { KeyReference } from '@/lib/domain/key-reference'
import type { LinkIdentity } from '@/lib/domain/link-identity'
import type { Pkcs11Key } from '@/lib/domain/pkcs11-uri'
import type { AwsOptions } from './aws/client-settings'
import { AwsClients } from './aws/clients'
import type { AwsRole } from './aws/role-sessions'
import { AwsRootKey } from './aws/root-key'
import { AzureClients } from './azure/clients'
import type { AzureIdentity, AzureOptions } from './azure/options'
import { AzureRootKey } from './azure/root-key'
import { GoogleClients, type GoogleOptions } from './google/clients'
import { GoogleRootKey } from './google/root-key'
import type { GoogleIdentity } from './google/tokens'
import { Pkcs11RootKey } from './pkcs11/root-key'
import { type Pkcs11Options, Pkcs11Tokens } from './pkcs11/tokens'
import type { RootKey } from './root-key'

export type { AwsOptions } from './aws/client-settings'
export type { AwsRole } from './aws/role-sessions'
export type { AzureIdentity, AzureOptions } from './azure/options'
export type { GoogleOptions } from './google/clients'
export type { GoogleIdentity } from './google/tokens'
export { KmsError } from './kms-error'
export type { Pkcs11Options } from './pkcs11/tokens'
export { runPreflight } from './preflight'
export type { RootKey, StoredWrap, WrapContext } from './root-key'

/** How this installation reaches each cloud; a cloud without options is not offered. */
export interface CloudOptions {
  aws: AwsOptions
  azure?: AzureOptions
  google?: GoogleOptions
  /** our own HSM, for the platform's root */
  pkcs11?: Pkcs11Options
}

/** The root keys of all the clouds that this installation reaches, ours and the customers' alike. */
export class RootKeys {
  readonly #aws: AwsClients
  readonly #azure: AzureClients | null
  readonly #google: GoogleClients | null
  readonly #tokens: Pkcs11Tokens | null

  constructor({ aws, azure, google, pkcs11 }: CloudOptions) {
    this.#aws = new AwsClients(aws)
    this.#azure = azure ? new AzureClients(azure) : null
    this.#google = google ? new GoogleClients(google) : null
    this.#tokens = pkcs11 ? new Pkcs11Tokens(pkcs11) : null
  }

  /**
   * A key in AWS KMS, from its parsed ARN, as ourselves or as a role in the customer's account that asks for an external
   * id. Nothing is called yet.
   */
  aws(key: AwsKeyArn, { role = null }: { role?: AwsRole | null } = {}): RootKey {
    return new AwsRootKey(key, role, this.#aws)
  }

  /**
   * A key in Azure Key Vault or a Managed HSM, from its parsed URL, as the identity that the organization's directory
   * knows us by. Nothing is called yet. Throws TypeError where this installation has no way to Azure.
   */
  azure(key: AzureKeyUrl, identity: AzureIdentity): RootKey {
    if (!this.#azure) throw new TypeError('no options for Azure were given')
    return new AzureRootKey(key, identity, this.#azure)
  }

  /**
   * A key in Google Cloud KMS, from its parsed name, used as that identity of ours. Nothing is called yet. Throws
   * TypeError where this installation has no way to Google.
   */
  google(key: GoogleKeyName, identity: GoogleIdentity): RootKey {
    if (!this.#google) throw new TypeError('no options for Google were given')
    return new GoogleRootKey(key, identity, this.#google)
  }

  /** A key in our own HSM, from its parsed URI. Throws TypeError where this installation has none. */
  pkcs11(key: Pkcs11Key): RootKey {
    if (!this.#tokens) throw new TypeError('no options for an HSM were given')
    return new Pkcs11RootKey(key, this.#tokens)
  }

  /** The key behind a reference, used as this identity. Throws TypeError for an identity of another cloud. */
  of(reference: KeyReference, identity: LinkIdentity): RootKey {
    const { provider, key } = reference
    if (provider === 'aws' && identity.provider === 'aws') return this.aws(key, identity)
    if (provider === 'azure' && identity.provider === 'azure') return this.azure(key, identity)
    if (provider === 'google' && identity.provider === 'google') return this.google(key, identity)
    throw new TypeError('an identity of another cloud')
  }

  /** Closes the connections. */
  close(): void {
    this.#aws.close()
    this.#azure?.close()
    this.#google?.close()
    this.#tokens?.close()
  }
}
