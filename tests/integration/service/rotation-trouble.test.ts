import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { DataContext } from '@/lib/domain/encryption-core'
import { ServiceWorld } from '../../support/service-world'

const world = new ServiceWorld()
let key = ''

const context = (): DataContext => ({
  organization: world.organization,
  dataClass: 'secrets_and_credentials',
  object: 'row-1',
  field: 'value',
})

async function approve(newKeyId: string, decidedBy = world.support): Promise<string> {
  const id = randomUUID()
  await world.sql(
    `INSERT INTO rotation_requests (id, organization_id, reason, new_key_id, decision, requested_by, expires_at, decided_by, decided_at)
     VALUES ($1, $2, 'yearly', $3, 'approved', $4, now() + interval '7 days', $5, now())`,
    [id, world.organization, newKeyId, world.admin, decidedBy],
  )
  return id
}

const startRotation = (requestId: string) =>
  world.sql(
    "INSERT INTO jobs (id, organization_id, kind, input, requested_by) VALUES ($1, $2, 'rotate', $3, $4)",
    [randomUUID(), world.organization, JSON.stringify({ requestId }), world.support],
  )

async function rotationOf(id: string) {
  const [row] = await world.sql<{ stage: string; blocked_code: string | null; finished_at: Date | null }>(
    'SELECT stage, blocked_code, finished_at FROM rotations WHERE id = $1',
    [id],
  )
  return row
}

beforeAll(async () => {
  key = await world.aws.createKey()
  await world.job('link-key', { keyId: key, dutiesAcknowledged: true })
  await world.core().encrypt([{ context: context(), plaintext: new TextEncoder().encode('kept') }])
})

describe('a rotation that meets trouble', () => {
  it('is closed when the wrong people approved it, and keeps nobody out', async () => {
    const id = await approve(await world.aws.createKey(), randomUUID())
    expect(await world.job('rotate', { requestId: id }, world.support)).toMatchObject({
      error_code: 'forbidden',
    })
    expect(await rotationOf(id)).toMatchObject({ stage: 'refused', finished_at: expect.any(Date) })
  })

  it('frees the new key again when its approver left before it was active', async () => {
    const next = await world.aws.createKey()
    const id = await approve(next)
    // Another live process that never proves the new key keeps it at that stage.
    const idle = randomUUID()
    await world.sql("INSERT INTO key_processes (id, lease_until) VALUES ($1, now() + interval '1 hour')", [
      idle,
    ])
    await startRotation(id)
    await world.until(async () => (await world.sql("SELECT 1 FROM key_links WHERE state = 'staged'")).length)
    await world.stop()
    await world.sql('UPDATE users SET disabled_at = now() WHERE id = $1', [world.support])
    await world.start()
    await world.until(async () => (await rotationOf(id))?.stage === 'refused')
    expect(await world.sql("SELECT 1 FROM key_links WHERE state = 'staged'")).toEqual([])
    await world.sql('UPDATE users SET disabled_at = NULL')
    await world.sql('DELETE FROM key_processes WHERE id = $1', [idle])
  }, 60_000)

  it('goes on to its end once the new key is active, whoever leaves and whatever fails meanwhile', async () => {
    const before = await approve(await world.aws.createKey())
    expect(await world.job('rotate', { requestId: before }, world.support)).toMatchObject({ state: 'done' })
    // An older share that does not open holds the next one between promotion and completion.
    const [wrap] = await world.sql<{ id: string; wrapped: Buffer }>(
      `SELECT w.id, w.wrapped FROM share_wraps w JOIN master_key_versions m ON m.id = w.master_key_version_id
       WHERE w.half = 'customer' AND m.state = 'retired'`,
    )
    await world.sql('UPDATE share_wraps SET wrapped = $2 WHERE id = $1', [wrap?.id, Buffer.alloc(180, 1)])
    const id = await approve(await world.aws.createKey())
    await startRotation(id)
    await world.until(async () => (await rotationOf(id))?.blocked_code)
    expect(await rotationOf(id)).toMatchObject({ stage: 'rewrapping' })

    await world.sql('UPDATE users SET disabled_at = now() WHERE id = $1', [world.support])
    const runs = async () => {
      const [run] = await world.sql<{ state: string; attempts: number }>(
        "SELECT state, attempts FROM job_runs WHERE state IN ('queued', 'running')",
      )
      return run
    }
    await world.until(async () => (await runs())?.state === 'queued')
    await world.sql('UPDATE job_runs SET attempts = attempts + 10')
    await world.sql('REVOKE SELECT ON rotations FROM latchkey_service')
    await world.until(async () => ((await runs())?.attempts ?? 99) > 11)
    await world.until(async () => (await runs())?.state === 'queued')
    await world.sql('GRANT SELECT ON rotations TO latchkey_service')
    await world.sql('UPDATE share_wraps SET wrapped = $2 WHERE id = $1', [wrap?.id, wrap?.wrapped])
    await world.until(async () => (await rotationOf(id))?.finished_at)
    expect(await rotationOf(id)).toMatchObject({ stage: 'complete' })
  }, 120_000)
})
