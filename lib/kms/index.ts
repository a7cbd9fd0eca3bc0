import type { AwsKeyArn } from '@/lib/domain/aws-arn'
import { AwsClients, type AwsOptions } from './aws/clients'
import { AwsRootKey } from './aws/root-key'
import type { RootKey } from './root-key'

export type { AwsOptions } from './aws/clients'
export { KmsError } from './kms-error'
export { runPreflight } from './preflight'
export type { RootKey, StoredWrap, WrapContext } from './root-key'

/** The root keys of all the clouds that this installation reaches, ours and the customers' alike. */
export class RootKeys {
  readonly #aws: AwsClients

  constructor(options: { aws: AwsOptions }) {
    this.#aws = new AwsClients(options.aws)
  }

  /** A key in AWS KMS, from its parsed ARN. Nothing is called yet. */
  aws(key: AwsKeyArn): RootKey {
    return new AwsRootKey(key, this.#aws)
  }

  /** Closes the connections. */
  close(): void {
    this.#aws.close()
  }
}
