import { afterAll, beforeAll, vi } from 'vitest'
import { AwsWorld, credentials } from '../integration/kms/aws-world'
import { type TestDatabase, testDatabase } from './database'
import { ServiceStage } from './service-stage'

export * from './service-stage'

/** A real encryption service for the tests of a file. */
export class ServiceWorld extends ServiceStage {
  constructor({ withService } = { withService: true }) {
    super(new AwsWorld())
    let database: TestDatabase | undefined
    beforeAll(async () => {
      vi.stubEnv('AWS_ACCESS_KEY_ID', credentials.accessKeyId)
      vi.stubEnv('AWS_SECRET_ACCESS_KEY', credentials.secretAccessKey)
      database = await testDatabase()
      await this.open(database)
      if (withService) await this.start()
    })
    afterAll(async () => {
      await this.close()
      await database?.drop()
      vi.unstubAllEnvs()
    })
  }
}
