import { afterAll, beforeAll } from 'vitest'
import { KmsError } from '@/lib/kms'
import { AzureCloud } from '../../support/azure-cloud'

export * from '../../support/azure-cloud'

/** The customer's Azure with our root keys looking at it, for the tests of a file. */
export class AzureWorld extends AzureCloud {
  constructor() {
    super()
    beforeAll(() => this.start())
    afterAll(() => this.stop())
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
