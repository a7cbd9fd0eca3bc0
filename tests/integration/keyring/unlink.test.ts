import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DataClass } from '@/lib/domain/data-classes'
import type { DataContext } from '@/lib/domain/encryption-core'
import type { Instant } from '@/lib/domain/instant'
import { keyringCore } from '@/lib/keyring/keyring-core'
import { unlinkKey } from '@/lib/keyring/unlink-key'
import { ServiceWorld } from '../../support/service-world'
import { TimedKeyring } from '../../support/timed-keyring'

const world = new ServiceWorld()
const now: Instant = { monoMs: 1_000_000, wallMs: Date.now() }
const actor = { id: world.admin, name: 'Ada Marsh' }
const context = (dataClass: DataClass): DataContext => ({
  organization: world.organization,
  dataClass,
  object: 'row-1',
  field: 'value',
})
const secret = context('secrets_and_credentials')

let key = ''
let one: TimedKeyring
let other: TimedKeyring
const sealed: Uint8Array[] = []

async function seal({ keyring }: TimedKeyring): Promise<Uint8Array> {
  const plaintext = new TextEncoder().encode('plain')
  const [outcome] = await keyringCore(keyring).encrypt([{ context: secret, plaintext }])
  if (!outcome?.ok) throw new Error(outcome?.code)
  return outcome.value
}

async function open({ keyring }: TimedKeyring, ciphertext: Uint8Array): Promise<string> {
  const [outcome] = await keyringCore(keyring).decrypt([{ context: secret, ciphertext }])
  return outcome?.ok ? 'opened' : String(outcome?.code)
}

beforeAll(async () => {
  key = await world.aws.createKey()
  await world.stop()
  ;[one, other] = [await TimedKeyring.over(world, () => now), await TimedKeyring.over(world, () => now)]
  sealed.push(await seal(one))
  await world.start()
  await world.job('link-key', { keyId: key, dutiesAcknowledged: true })
  await world.stop()
  for (const each of [one, other]) await each.keys.rows(true)
  sealed.push(await seal(other))
})
afterAll(async () => {
  for (const each of [one, other]) each.keyring.stop()
})

describe('unlinking a key', () => {
  it('is refused while the customer’s root refuses: nothing could be moved', async () => {
    await world.aws.atKey(key, 'disable')
    await expect(
      unlinkKey((await TimedKeyring.over(world, () => now)).keys, one.parts, actor),
    ).rejects.toMatchObject({
      code: 'key_denied',
    })
    await world.aws.atKey(key, 'enable')
    await world.sql("UPDATE link_availabilities SET availability = 'active', cause = 'OK', since = now()")
    for (const each of [one, other]) await each.keys.rows(true)
    expect(await world.sql("SELECT 1 FROM key_links WHERE state = 'active'")).toHaveLength(1)
  })

  it('moves the classes that followed it under the platform’s keys, older data included, in one step', async () => {
    const held = await other.keyring.activeKey(world.organization, 'secrets_and_credentials')
    await unlinkKey(one.keys, one.parts, actor)
    await other.keyring.followEpochs()
    expect(() => held.encrypt(secret, new Uint8Array(1))).toThrow(
      expect.objectContaining({ code: expect.stringMatching('stale_key_version|key_not_ready') }),
    )
    const keys = await world.sql(
      `SELECT DISTINCT m.mode FROM data_key_versions d JOIN master_key_versions m ON m.id = d.master_key_version_id`,
    )
    expect(keys).toEqual([{ mode: 'platform' }])
    expect(await world.sql("SELECT 1 FROM share_wraps WHERE half = 'customer'")).toEqual([])
    expect(await world.sql("SELECT action FROM audit_entries WHERE action = 'key.unlinked'")).toHaveLength(1)

    await world.aws.atKey(key, 'disable')
    sealed.push(await seal(other))
    for (const each of [one, other, await TimedKeyring.over(world, () => now)]) {
      for (const ciphertext of sealed) expect(await open(each, ciphertext)).toBe('opened')
    }
    await world.aws.atKey(key, 'enable')
  })

  it('refuses writes under the keys from before', async () => {
    const [fence] = await world.sql<{ min_versions: Record<string, number> }>(
      'SELECT min_versions FROM fences',
    )
    const [active] = await world.sql<{ version: number }>(
      "SELECT version FROM data_key_versions WHERE data_class = 'secrets_and_credentials' AND state = 'active'",
    )
    expect(fence?.min_versions.secrets_and_credentials).toBe(active?.version)
  })

  it('leaves the key free to be linked again', async () => {
    await world.start()
    expect(await world.job('link-key', { keyId: key, dutiesAcknowledged: true })).toMatchObject({
      state: 'done',
    })
    const masters = await world.sql(
      "SELECT version, state FROM master_key_versions WHERE mode = 'composite' ORDER BY version",
    )
    expect(masters).toEqual([
      { version: 1, state: 'destroyed' },
      { version: 2, state: 'active' },
    ])
    await other.keys.rows(true)
    for (const ciphertext of sealed) expect(await open(other, ciphertext)).toBe('opened')
    await expect(unlinkKey(one.keys, one.parts, actor)).resolves.toBeUndefined()
    await expect(unlinkKey(one.keys, one.parts, actor)).rejects.toMatchObject({ code: 'no_key_linked' })
  })
})
