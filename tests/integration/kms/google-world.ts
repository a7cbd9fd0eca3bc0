import { afterAll, beforeAll } from 'vitest'
import { KmsError } from '@/lib/kms'
import { GoogleProject } from '../../support/google-project'

export * from '../../support/google-project'

/** The projects with our root keys looking at them, for the tests of a file. */
export class GoogleWorld extends GoogleProject {
  constructor() {
    super()
    beforeAll(() => this.start())
    afterAll(() => this.stop())
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
