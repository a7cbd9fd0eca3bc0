import { SettingsError, serviceEnv } from '@/lib/env'
import { log } from './log'
import { startService } from './service'

try {
  const service = await startService(serviceEnv())
  console.log(`encryption service listening at ${service.url}`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      service.stop().then(
        () => process.exit(0),
        (error) => {
          log.failure('not stopped cleanly', error)
          process.exit(1)
        },
      )
    })
  }
} catch (error) {
  if (error instanceof SettingsError) console.error(error.message)
  else log.failure('not started', error)
  process.exit(1)
}
