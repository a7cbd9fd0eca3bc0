import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { DataContext, Outcome } from '@/lib/domain/encryption-core'
import { ServiceWorld } from '../../support/service-world'

const world = new ServiceWorld()
const text = new TextEncoder()

const contextOf = (dataClass: DataContext['dataClass']): DataContext => ({
  organization: world.organization,
  dataClass,
  object: 'row-1',
  field: 'value',
})
const SECRET = contextOf('secrets_and_credentials')
const METADATA = contextOf('platform_metadata')

async function encrypt(context: DataContext, plaintext: string): Promise<Uint8Array> {
  const [outcome] = await world.core().encrypt([{ context, plaintext: text.encode(plaintext) }])
  if (!outcome?.ok) throw new Error(outcome?.code)
  return outcome.value
}

async function decrypt(context: DataContext, ciphertext: Uint8Array): Promise<string> {
  const [outcome] = await world.core().decrypt([{ context, ciphertext }])
  return read(outcome)
}

const read = (outcome: Outcome<Uint8Array> | undefined) =>
  outcome?.ok ? new TextDecoder().decode(outcome.value) : String(outcome?.code)

describe('a key from its link to its replacement', () => {
  let first = ''
  let beforeLink: Uint8Array
  let underFirst: Uint8Array
  let metadata: Uint8Array

  it('encrypts under platform keys before any key is linked', async () => {
    beforeLink = await encrypt(SECRET, 'before the link')
    metadata = await encrypt(METADATA, 'metadata')
    expect(await decrypt(SECRET, beforeLink)).toBe('before the link')
    const kinds = await world.sql('SELECT mode, state FROM master_key_versions')
    expect(kinds).toEqual([{ mode: 'platform', state: 'active' }])
  })

  it('refuses to link a key whose policy lets in every organization', async () => {
    const policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'kms:*', Resource: '*' }],
    })
    const open = await world.aws.createKey({ policy })
    const run = await world.job('link-key', { keyId: open, dutiesAcknowledged: true })
    expect(run).toMatchObject({ state: 'failed', error_code: 'key_refused' })
    expect(await world.sql('SELECT 1 FROM key_links')).toEqual([])
  })

  it('links a key and moves the classes that follow it, older data included', async () => {
    first = await world.aws.createKey()
    expect(await world.job('link-key', { keyId: first, dutiesAcknowledged: true })).toMatchObject({
      state: 'done',
    })
    underFirst = await encrypt(SECRET, 'under the first key')
    expect(await decrypt(SECRET, underFirst)).toBe('under the first key')
    expect(await decrypt(SECRET, beforeLink)).toBe('before the link')
    const modes = await world.sql(
      `SELECT DISTINCT d.data_class, m.mode FROM data_key_versions d
       JOIN master_key_versions m ON m.id = d.master_key_version_id ORDER BY 1`,
    )
    expect(modes).toEqual([
      { data_class: 'api_exports', mode: 'composite' },
      { data_class: 'document_metadata', mode: 'composite' },
      { data_class: 'platform_metadata', mode: 'platform' },
      { data_class: 'secrets_and_credentials', mode: 'composite' },
    ])
  })

  it('shows the customer every call with their organization in its encryption context', async () => {
    const log = await world.aws.log(first)
    const uses = log.filter(({ eventName }) => eventName === 'Decrypt' || eventName === 'Encrypt')
    expect(uses.length).toBeGreaterThan(0)
    const shares = uses.filter(
      ({ encryptionContext }) => encryptionContext?.['latchkey:purpose'] === 'customer-share',
    )
    expect(
      shares.every(
        ({ encryptionContext }) => encryptionContext?.['latchkey:organization'] === world.organization,
      ),
    ).toBe(true)
  })

  it('stops when the key is disabled, and only what follows the key', async () => {
    await world.aws.atKey(first, 'disable')
    await world.job('check-now', {})
    expect(await decrypt(SECRET, underFirst)).toBe('key_denied')
    expect(await decrypt(SECRET, beforeLink)).toBe('key_denied')
    expect(await decrypt(METADATA, metadata)).toBe('metadata')
    const [row] = await world.sql('SELECT availability, cause FROM link_availabilities')
    expect(row).toEqual({ availability: 'stopped_denied', cause: 'DISABLED' })
  })

  it('stays stopped after a restart, even while the cloud cannot be reached', async () => {
    await world.aws.setFault({ kind: 'http500' })
    await world.stop()
    await world.start()
    expect(await decrypt(SECRET, underFirst)).toBe('key_denied')
    await world.aws.clearFaults()
  })

  it('returns by itself when the key is back', async () => {
    await world.aws.atKey(first, 'enable')
    await world.until(async () => (await decrypt(SECRET, underFirst)) === 'under the first key')
    const entries = await world.sql<{ action: string }>(
      "SELECT action FROM audit_entries WHERE action LIKE 'availability.%' ORDER BY id",
    )
    expect(entries.map(({ action }) => action)).toEqual(['availability.stopped', 'availability.returned'])
  }, 90_000)

  it('rotates to another key, after which the first one is needed no more', async () => {
    const second = await world.aws.createKey()
    const requestId = randomUUID()
    await world.sql(
      `INSERT INTO rotation_requests (id, organization_id, reason, new_key_id, decision, requested_by, expires_at, decided_by, decided_at)
       VALUES ($1, $2, 'yearly', $3, 'approved', $4, now() + interval '7 days', $5, now())`,
      [requestId, world.organization, second, world.admin, world.support],
    )
    const run = await world.job('rotate', { requestId }, world.support)
    expect(run).toMatchObject({ state: 'done', result: { stage: 'complete' } })
    const [rotation] = await world.sql<{ census: object }>('SELECT census FROM rotations')
    expect(rotation?.census).toMatchObject({ oldKeyId: first, wrapsUnderOldKey: 0 })

    await world.aws.atKey(first, 'schedule-deletion', { pendingWindowInDays: 7 })
    expect(await decrypt(SECRET, underFirst)).toBe('under the first key')
    await world.stop()
    await world.start()
    expect(await decrypt(SECRET, beforeLink)).toBe('before the link')
    expect(await decrypt(SECRET, await encrypt(SECRET, 'under the second key'))).toBe('under the second key')
  })
})
