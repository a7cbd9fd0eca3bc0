import { randomUUID } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import type { DataContext } from '@/lib/domain/encryption-core'
import { type ServiceProcess, startServiceProcess } from '../../support/service-process'
import { ServiceWorld } from '../../support/service-world'

const world = new ServiceWorld({ withService: false })
let service: ServiceProcess | null = null
afterEach(async () => {
  await service?.kill()
})

const context = (): DataContext => ({
  organization: world.organization,
  dataClass: 'secrets_and_credentials',
  object: 'row-1',
  field: 'value',
})

async function start(): Promise<ServiceProcess> {
  service = await startServiceProcess(world.settings)
  return service
}

async function open(ciphertext: Uint8Array, url: string): Promise<string> {
  const [outcome] = await world.core(url).decrypt([{ context: context(), ciphertext }])
  return outcome?.ok ? new TextDecoder().decode(outcome.value) : String(outcome?.code)
}

async function askRotation(newKeyId: string): Promise<string> {
  const requestId = randomUUID()
  await world.sql(
    `INSERT INTO rotation_requests (id, organization_id, reason, new_key_id, decision, requested_by, expires_at, decided_by, decided_at)
     VALUES ($1, $2, 'yearly', $3, 'approved', $4, now() + interval '7 days', $5, now())`,
    [requestId, world.organization, newKeyId, world.admin, world.support],
  )
  await world.sql(
    "INSERT INTO jobs (id, organization_id, kind, input, requested_by) VALUES ($1, $2, 'rotate', $3, $4)",
    [randomUUID(), world.organization, JSON.stringify({ requestId }), world.support],
  )
  return requestId
}

const stageOf = async (id: string) =>
  (await world.sql<{ stage: string }>('SELECT stage FROM rotations WHERE id = $1', [id]))[0]?.stage

async function isComplete(id: string): Promise<boolean> {
  const rows = await world.sql(
    "SELECT 1 FROM rotations WHERE id = $1 AND stage = 'complete' AND finished_at IS NOT NULL",
    [id],
  )
  return rows.length > 0
}

describe('the service killed in the middle of a rotation', () => {
  it('goes on after a restart from wherever it was, and loses nothing', async () => {
    let running = await start()
    let current = await world.aws.createKey()
    await world.job('link-key', { keyId: current, dutiesAcknowledged: true })
    const [sealed] = await world
      .core(running.url)
      .encrypt([{ context: context(), plaintext: new TextEncoder().encode('kept') }])
    if (!sealed?.ok) throw new Error(sealed?.code)

    // Slow roots hold every stage open long enough to be seen and killed in.
    for (const victim of ['promoted', 'rewrapping']) {
      await world.aws.setFault({ kind: 'slow', delayMs: 150 })
      const next = await world.aws.createKey()
      const id = await askRotation(next)
      await world.until(async () => (await stageOf(id)) === victim)
      await running.kill()
      await world.aws.clearFaults()

      running = await start()
      await world.until(() => isComplete(id))
      const [left] = await world.sql(
        'SELECT count(*)::int AS n FROM share_wraps w JOIN key_links l ON l.id = w.link_id WHERE l.key_id = $1',
        [current],
      )
      expect(left).toEqual({ n: 0 })
      const active = await world.sql("SELECT key_id FROM key_links WHERE state <> 'retired'")
      expect(active).toEqual([{ key_id: next }])
      await world.aws.atKey(current, 'disable')
      expect(await open(sealed.value, running.url)).toBe('kept')
      current = next
    }
    const twice = await world.sql(
      "SELECT target FROM audit_entries WHERE action IN ('rotation.promoted', 'rotation.completed') GROUP BY target, action HAVING count(*) > 1",
    )
    expect(twice).toEqual([])
  }, 240_000)
})
