import type { AwsKeyArn } from '@/lib/domain/aws-arn'
import type { GoogleKeyName } from '@/lib/domain/google-key-name'
import { AwsClients, type AwsOptions } from './aws/clients'
import { AwsRootKey } from './aws/root-key'
import { GoogleClients, type GoogleOptions } from './google/clients'
import { GoogleRootKey } from './google/root-key'
import type { GoogleIdentity } from './google/tokens'
import type { RootKey } from './root-key'

export type { AwsOptions } from './aws/clients'
export type { GoogleOptions } from './google/clients'
export type { GoogleCredentials, GoogleIdentity } from './google/tokens'
export { KmsError } from './kms-error'
export { runPreflight } from './preflight'
export type { RootKey, StoredWrap, WrapContext } from './root-key'

/** The root keys of all the clouds that this installation reaches, ours and the customers' alike. */
export class RootKeys {
  readonly #aws: AwsClients
  readonly #google: GoogleClients

  constructor(options: { aws: AwsOptions; google?: GoogleOptions }) {
    this.#aws = new AwsClients(options.aws)
    this.#google = new GoogleClients(options.google ?? {})
  }

  /** A key in AWS KMS, from its parsed ARN. Nothing is called yet. */
  aws(key: AwsKeyArn): RootKey {
    return new AwsRootKey(key, this.#aws)
  }

  /** A key in Google Cloud KMS, from its parsed name, used as that identity of ours. Nothing is called yet. */
  google(key: GoogleKeyName, identity: GoogleIdentity): RootKey {
    return new GoogleRootKey(key, identity, this.#google)
  }

  /** Closes the connections. */
  close(): void {
    this.#aws.close()
    this.#google.close()
  }
}
