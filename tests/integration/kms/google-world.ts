import { afterAll, beforeAll } from 'vitest'
import { randomKey } from '@/lib/crypto'
import { KmsError, type RootKey } from '@/lib/kms'
import { contextOf, GoogleProject } from '../../support/google-project'

export * from '../../support/google-project'

/** The projects with our root keys looking at them, for the tests of a file. */
export class GoogleWorld extends GoogleProject {
  constructor() {
    super()
    beforeAll(() => this.start())
    afterAll(() => this.stop())
  }

  /** A key with a share wrapped under its first version. */
  async wrapped(given: object = {}) {
    const name = await this.createKey(given)
    const rootKey = this.rootKey(name)
    const share = randomKey()
    const context = contextOf()
    const wrap = await rootKey.wrap(share, context)
    const unwrap = (by: RootKey = rootKey) => by.unwrap(wrap, context)
    return { name, rootKey, share, context, wrap, unwrap }
  }
}

/** The `KmsError` that a call ends in. */
export async function failureOf(promise: Promise<unknown>): Promise<KmsError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof KmsError)) throw new Error(`not a KmsError: ${String(error)}`)
  return error
}
