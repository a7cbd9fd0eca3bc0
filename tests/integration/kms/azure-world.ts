import { afterAll, beforeAll } from 'vitest'
import { randomKey } from '@/lib/crypto'
import { KmsError, type RootKey } from '@/lib/kms'
import { AzureCloud, contextOf } from '../../support/azure-cloud'

export * from '../../support/azure-cloud'

/** The customer's Azure with our root keys looking at it, for the tests of a file. */
export class AzureWorld extends AzureCloud {
  constructor() {
    super()
    beforeAll(() => this.start())
    afterAll(() => this.stop())
  }

  /** A key with a share wrapped under it. */
  async wrapped(given: Parameters<AzureCloud['createKey']>[0] = {}) {
    const url = await this.createKey(given)
    const rootKey = this.rootKey(url)
    const share = randomKey()
    const context = contextOf()
    const wrap = await rootKey.wrap(share, context)
    const unwrap = (by: RootKey = rootKey) => by.unwrap(wrap, context)
    return { url, rootKey, share, context, wrap, unwrap }
  }
}

export async function failureOf(promise: Promise<unknown>): Promise<KmsError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof KmsError)) throw new Error(`not a KmsError: ${String(error)}`)
  return error
}
