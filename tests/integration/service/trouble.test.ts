import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ServiceProcess, startServiceProcess } from '../../support/service-process'
import { ServiceWorld } from '../../support/service-world'

const world = new ServiceWorld({ withService: false })
let service: ServiceProcess

beforeAll(async () => {
  service = await startServiceProcess(world.settings)
})
afterAll(() => service?.kill())

describe('a running service', () => {
  it('outlives a notice that names no organization, which any login can send', async () => {
    for (let notice = 0; notice < 5; notice += 1) {
      await world.sql("SELECT pg_notify('latchkey_epoch', 'nonsense')")
      await sleep(200)
    }
    expect((await fetch(new URL('/healthz', service.url))).status).toBe(200)
  })
})
