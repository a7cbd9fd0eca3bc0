import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Service, startService } from '@/encryption-service/service'
import { parseServiceEnv } from '@/lib/env'
import { SERVICE_TOKEN, ServiceWorld } from '../../support/service-world'

const world = new ServiceWorld({ withService: false })
let service: Service

beforeAll(async () => {
  const env = parseServiceEnv({ ...world.settings, LATCHKEY_SERVICE_PORT: '1' })
  service = await startService({ ...env, port: 0, metricsPort: 0 })
})
afterAll(() => service?.stop())

const metrics = async () => (await fetch(service.metricsUrl ?? '')).text()
/** The value of a metric with exactly these labels; undefined when it is not there. */
async function figure(name: string, labels: Record<string, string> = {}): Promise<number | undefined> {
  const told = Object.entries(labels).map(([label, value]) => `${label}="${value}"`)
  const start = told.length > 0 ? `${name}{${told.join(',')}} ` : `${name} `
  const line = (await metrics()).split('\n').find((text) => text.startsWith(start))
  return line === undefined ? undefined : Number(line.slice(start.length))
}

const encrypt = (dataClass = 'secrets_and_credentials', token = SERVICE_TOKEN) =>
  fetch(new URL('/v1/encrypt', service.url), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      context: { organization: world.organization, dataClass, object: 'o', field: 'f' },
      plaintext: 'YQ',
    }),
  })

describe('metrics', () => {
  it('count requests by route, status and code, and items by their outcome', async () => {
    await encrypt()
    await encrypt('other_exports')
    await fetch(new URL(`/${randomUUID()}`, service.url))
    const counted = (labels: Record<string, string>) => figure('latchkey_http_requests_total', labels)
    const route = '/v1/encrypt'
    expect(await counted({ route, method: 'POST', status: '200', code: '' })).toBe(1)
    expect(await counted({ route, method: 'POST', status: '403', code: 'forbidden' })).toBe(1)
    expect(await counted({ route: 'none', method: 'GET', status: '404', code: 'not_found' })).toBe(1)
    expect(await figure('latchkey_http_request_seconds_count', { route })).toBe(2)
    expect(await figure('latchkey_items_total', { operation: 'encrypt', outcome: 'ok' })).toBe(1)
  })

  it('count the calls to a KMS by the class of their answer', async () => {
    const calls = (operation: string, outcome: string) =>
      figure('latchkey_kms_calls_total', { provider: 'aws', operation, outcome })
    expect(await calls('wrap', 'OK')).toBe(1)
    const keyId = await world.aws.createKey()
    await world.job('link-key', { keyId, dutiesAcknowledged: true })
    await world.aws.atKey(keyId, 'disable')
    await world.job('check-now', {})
    expect(await calls('unwrap', 'DISABLED')).toBeGreaterThanOrEqual(1)
    expect(await figure('latchkey_links', { availability: 'stopped_denied' })).toBe(1)
    expect(await figure('latchkey_links', { availability: 'active' })).toBeUndefined()
    expect(await figure('latchkey_jobs', { kind: 'check-now', state: 'done' })).toBe(1)
  })

  it('tell what is in memory, and that the process is in service', async () => {
    await encrypt('platform_metadata')
    expect(await figure('latchkey_loaded_master_keys')).toBeGreaterThanOrEqual(1)
    expect(await figure('latchkey_process_in_service')).toBe(1)
    expect(await figure('process_resident_memory_bytes')).toBeGreaterThan(0)
  })

  it('name no organization, token, key or address that a caller typed', async () => {
    const typed = `/v1/${randomUUID()}`
    await fetch(new URL(typed, service.url), { method: 'DELETE' })
    const text = await metrics()
    expect(text).not.toContain(typed)
    expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}|arn:|lk_/)
  })

  it('are not at the API’s address, and nothing of the API is at theirs', async () => {
    expect((await fetch(new URL('/metrics', service.url))).status).toBe(404)
    for (const path of ['/', '/healthz', '/v1/encrypt', '/metrics?x']) {
      expect((await fetch(new URL(path, service.metricsUrl))).status).toBe(404)
    }
    expect((await fetch(service.metricsUrl ?? '', { method: 'POST' })).status).toBe(404)
    expect(new URL(service.metricsUrl ?? '').hostname).toBe('127.0.0.1')
  })

  it('are shown nowhere unless a port is named', async () => {
    const env = parseServiceEnv({ ...world.settings, LATCHKEY_SERVICE_PORT: '1' })
    expect(env.metricsPort).toBeUndefined()
    const other = await startService({ ...env, port: 0 })
    expect(other.metricsUrl).toBeUndefined()
    await other.stop()
  })
})

describe('/readyz', () => {
  it('needs the platform’s root', async () => {
    const ready = async () => {
      const response = await fetch(new URL('/readyz', service.url))
      return [response.status, (await response.json()).checks]
    }
    const checks = { database: true, lease: true }
    expect(await ready()).toEqual([200, { ...checks, platformRoot: true }])
    await world.sql("UPDATE platform_roots SET availability = 'grace'")
    expect(await ready()).toEqual([200, { ...checks, platformRoot: true }])
    await world.sql("UPDATE platform_roots SET availability = 'stopped_denied'")
    expect(await ready()).toEqual([503, { ...checks, platformRoot: false }])
    await world.sql("UPDATE platform_roots SET availability = 'active'")
  })
})
