import { afterAll, beforeAll } from 'vitest'
import { AwsAccount } from '../../support/aws-account'

export * from '../../support/aws-account'

/** The account with our root keys looking at it, for the tests of a file. */
export class AwsWorld extends AwsAccount {
  constructor() {
    super()
    beforeAll(() => this.start())
    afterAll(() => this.stop())
  }
}
