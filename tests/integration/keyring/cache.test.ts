import { randomBytes, randomUUID } from 'node:crypto'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { DataClass } from '@/lib/domain/data-classes'
import type { DataContext } from '@/lib/domain/encryption-core'
import type { OrganizationId } from '@/lib/domain/ids'
import { type Instant, later } from '@/lib/domain/instant'
import { keyringCore } from '@/lib/keyring/keyring-core'
import { readKeyRows } from '@/lib/store/key-rows'
import { ServiceWorld } from '../../support/service-world'
import { TimedKeyring } from '../../support/timed-keyring'

vi.mock('@/lib/store/key-rows', async (original) => {
  const real = await original<typeof import('@/lib/store/key-rows')>()
  return { ...real, readKeyRows: vi.fn(real.readKeyRows) }
})

const world = new ServiceWorld()
const classes: DataClass[] = [
  'secrets_and_credentials',
  'document_metadata',
  'platform_metadata',
  'file_uploads',
]
const plaintext = new TextEncoder().encode('plain')
const context = (dataClass: DataClass, organization: string = world.organization): DataContext => ({
  organization,
  dataClass,
  object: 'row-1',
  field: 'value',
})

let now: Instant
let key = ''
const running: TimedKeyring[] = []

async function process(limits?: { masterKeys: number; dataKeys: number }): Promise<TimedKeyring> {
  const made = await TimedKeyring.over(world, () => now, limits ? { limits } : {})
  running.push(made)
  return made
}

const reads = () => vi.mocked(readKeyRows).mock.calls.length

beforeAll(async () => {
  key = await world.aws.createKey()
  await world.job('link-key', { keyId: key, dutiesAcknowledged: true })
  await world.stop()
})
beforeEach(() => {
  now = { monoMs: 1_000_000, wallMs: Date.now() }
})
afterEach(async () => {
  for (const each of running.splice(0)) await each.keyring.stop()
})

describe('what one process holds in memory', () => {
  it('is bounded, and a call never fails for it', async () => {
    const core = keyringCore((await process({ masterKeys: 1, dataKeys: 1 })).keyring)
    const items = classes.map((dataClass) => ({ context: context(dataClass), plaintext }))
    const sealed = await core.encrypt([...items, ...items])
    expect(sealed.map((outcome) => outcome.ok)).toEqual(Array(8).fill(true))
    const opened = await core.decrypt(
      sealed.flatMap((outcome, at) =>
        outcome.ok ? [{ context: context(classes[at % 4] as DataClass), ciphertext: outcome.value }] : [],
      ),
    )
    expect(opened.map((outcome) => outcome.ok)).toEqual(Array(8).fill(true))
  })

  it('is let go when it was used least recently, and wiped', async () => {
    const { keyring } = await process({ masterKeys: 10, dataKeys: 2 })
    const [first, second, third] = classes.map(
      (dataClass) => () => keyring.activeKey(world.organization, dataClass),
    )
    if (!first || !second || !third) throw new Error('no classes')
    const oldest = (await first()).key
    now = later(now, 1)
    const used = await second()
    const { key: usedKey } = used
    now = later(now, 1)
    await third()
    expect([oldest.wiped, usedKey.wiped]).toEqual([true, false])
    now = later(now, 1)
    used.requireUsable()
    await first()
    expect(usedKey.wiped).toBe(false)
  })

  it('is wiped for a whole organization at once', async () => {
    const one = await process()
    const uses = await Promise.all(
      classes.map((dataClass) => one.keyring.activeKey(world.organization, dataClass)),
    )
    const keys = uses.map((use) => use.key)
    one.keys.evict()
    expect(keys.map(({ wiped }) => wiped)).toEqual(Array(4).fill(true))
    for (const use of uses) {
      expect(() => use.requireUsable()).toThrow(expect.objectContaining({ code: 'key_not_ready' }))
    }
  })

  it('of keys is told apart by organization and class, whatever a ciphertext names', async () => {
    const other = randomUUID()
    await world.sql('INSERT INTO organizations (id, name) VALUES ($1, $2)', [other, 'Contoso'])
    const core = keyringCore((await process()).keyring)
    const [sealed] = await core.encrypt([{ context: context('platform_metadata'), plaintext }])
    if (!sealed?.ok) throw new Error(sealed?.code)
    const ciphertext = sealed.value
    await core.encrypt([{ context: context('platform_metadata', other), plaintext }])
    expect(
      await core.decrypt([
        { context: context('platform_metadata', other), ciphertext },
        { context: context('file_uploads'), ciphertext },
        { context: context('platform_metadata'), ciphertext },
      ]),
    ).toMatchObject([{ code: 'does_not_open' }, { code: 'does_not_open' }, { ok: true }])
  })

  it('remembers a bounded number of organizations, too', async () => {
    const { keyring } = await process()
    const first = randomUUID() as OrganizationId
    const known = keyring.of(first)
    const used = keyring.of(world.organization)
    await keyring.activeKey(world.organization, 'platform_metadata')
    for (let n = 0; n < 10_000; n += 1) {
      now = later(now, 1)
      keyring.of(randomUUID() as OrganizationId)
    }
    expect(keyring.of(first)).not.toBe(known)
    expect(keyring.of(world.organization)).toBe(used)
  })

  it('counts how often each version was used', async () => {
    const { keyring } = await process()
    const core = keyringCore(keyring)
    const [sealed] = await core.encrypt([{ context: context('document_metadata'), plaintext }])
    if (!sealed?.ok) throw new Error(sealed?.code)
    const item = { context: context('document_metadata'), ciphertext: sealed.value }
    await core.decrypt([item, item])
    const usage = keyring.usage().filter(({ dataClass }) => dataClass === 'document_metadata')
    expect(usage).toMatchObject([
      { organization: world.organization, version: 1, encrypted: 1, decrypted: 2 },
    ])
  })
})

describe('ciphertexts that name no key', () => {
  it('do not cost a read of the rows each', async () => {
    const core = keyringCore((await process()).keyring)
    const [sealed] = await core.encrypt([{ context: context('platform_metadata'), plaintext }])
    if (!sealed?.ok) throw new Error(sealed?.code)
    const garbage = () => {
      const ciphertext = Buffer.from(sealed.value)
      randomBytes(32).copy(ciphertext, 6)
      return { context: context('platform_metadata'), ciphertext }
    }
    const before = reads()
    const outcomes = await core.decrypt(Array.from({ length: 1_000 }, garbage))
    expect(new Set(outcomes.map((outcome) => (outcome.ok ? 'opened' : outcome.code)))).toEqual(
      new Set(['does_not_open']),
    )
    expect(reads() - before).toBe(1)
    const same = garbage()
    for (let turn = 0; turn < 50; turn += 1) await core.decrypt([same])
    expect(reads() - before).toBe(2)
  })

  it('are found when another process made their key a moment ago', async () => {
    const [one, other] = [await process(), await process()]
    await other.keys.rows()
    const fresh = randomUUID()
    await world.sql('INSERT INTO organizations (id, name) VALUES ($1, $2)', [fresh, 'Fabrikam'])
    await other.keyring.of(fresh as OrganizationId).rows()
    const [sealed] = await keyringCore(one.keyring).encrypt([
      { context: context('file_uploads', fresh), plaintext },
    ])
    if (!sealed?.ok) throw new Error(sealed?.code)
    const item = { context: context('file_uploads', fresh), ciphertext: sealed.value }
    expect(await keyringCore(other.keyring).decrypt([item])).toMatchObject([{ ok: true }])
  })

  it('of organizations that are not there open nothing, and nothing is made for them', async () => {
    const core = keyringCore((await process()).keyring)
    const nobody = context('platform_metadata', randomUUID())
    expect(await core.encrypt([{ context: nobody, plaintext }])).toMatchObject([{ code: 'not_found' }])
    const ciphertext = Buffer.concat([Buffer.from([1, 1, 0, 0, 0, 1]), randomBytes(100)])
    expect(await core.decrypt([{ context: nobody, ciphertext }])).toMatchObject([{ code: 'does_not_open' }])
  })
})

describe('callers of a cold organization', () => {
  it('share one read of its rows', async () => {
    const { keyring } = await process()
    const before = reads()
    await Promise.all(
      Array.from({ length: 512 }, () => keyring.activeKey(world.organization, 'secrets_and_credentials')),
    )
    expect(reads() - before).toBe(1)
  })
})
