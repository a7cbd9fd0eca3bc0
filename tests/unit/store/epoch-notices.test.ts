import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { listenForEpochs } from '@/lib/store/epoch-notices'
import { hostilePostgres } from '../../support/hostile-postgres'

it('listens again when the line breaks before it listens', async () => {
  let asked = 0
  const port = await hostilePostgres((line) => {
    asked += 1
    line.destroy()
  })
  const notices = listenForEpochs(`postgres://user@127.0.0.1:${port}/db?sslmode=disable`, () => undefined)
  await expect.poll(() => asked, { timeout: 10_000 }).toBeGreaterThan(1)
  await notices.stop()
  // An unheard rejection would end the service; here it would end the tests.
  await sleep(50)
})
