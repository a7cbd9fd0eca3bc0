import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Simulator } from '@/simulators/azure-key-vault'
import { control, HSM, keysOf, refusal, start, unchecked, useOf } from './setup'

let simulator: Simulator
beforeAll(async () => {
  simulator = await start()
})

const named = () => `k-${randomBytes(4).toString('hex')}`
const DAY_MS = 86_400_000
/** The SDK sends seconds in 32 bits. */
const LATER = new Date('2037-01-01')

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}

describe('a key', () => {
  it('is made, read, listed and changed', async () => {
    const keys = keysOf(simulator)
    const made = await keys.createRsaKey('Data-At-Latchkey', { keySize: 2048, tags: { for: 'tests' } })
    expect(made).toMatchObject({ name: 'Data-At-Latchkey', keyType: 'RSA' })
    expect(made.keyOperations).toEqual(expect.arrayContaining(['wrapKey', 'unwrapKey']))
    expect(made.properties).toMatchObject({
      enabled: true,
      recoveryLevel: 'Recoverable+Purgeable',
      recoverableDays: 90,
    })
    // Azure tells no two keys apart by case.
    expect((await keys.getKey('data-at-latchkey')).id).toBe(made.id)
    const changed = await keys.updateKeyProperties(made.name, {
      enabled: false,
      expiresOn: LATER,
    })
    expect(changed.properties).toMatchObject({ enabled: false, expiresOn: LATER })
    const listed = await all(keys.listPropertiesOfKeys())
    expect(listed.map(({ name }) => name)).toContain('Data-At-Latchkey')
  })

  it('gets a version more when it is made again or rotated, and lists them over pages', async () => {
    const keys = keysOf(simulator, undefined, HSM)
    const name = named()
    await keys.createKey(name, 'oct-HSM', { keySize: 256 })
    for (let count = 0; count < 29; count++) await keys.rotateKey(name)
    const newest = await keys.createKey(name, 'oct-HSM', { keySize: 256 })
    const versions = await all(keys.listPropertiesOfKeyVersions(name))
    expect(versions).toHaveLength(31)
    expect(new Set(versions.map(({ version }) => version)).size).toBe(31)
    expect((await keys.getKey(name)).properties.version).toBe(newest.properties.version)
  })

  it.each([2048, 3072, 4096])('of RSA %i wraps and unwraps at the server', async (keySize) => {
    const key = await keysOf(simulator).createRsaKey(named(), { keySize })
    const crypto = useOf(simulator, key)
    const secret = randomBytes(32)
    const { result } = await crypto.wrapKey('RSA-OAEP-256', secret)
    expect(result).toHaveLength(keySize / 8)
    expect(Buffer.compare((await crypto.unwrapKey('RSA-OAEP-256', result)).result, secret)).toBe(0)
    const torn = Uint8Array.from(result)
    torn[5] = (torn[5] ?? 0) ^ 1
    await expect(crypto.unwrapKey('RSA-OAEP-256', torn)).rejects.toMatchObject(refusal(400, 'BadParameter'))
    await expect(crypto.wrapKey('A256KW', secret)).rejects.toMatchObject(refusal(400, 'BadParameter'))
  })

  it('of AES in a Managed HSM wraps by AES key wrap', async () => {
    const keys = keysOf(simulator, undefined, HSM)
    const key = await keys.createKey(named(), 'oct-HSM', { keySize: 256 })
    expect(key.key).toMatchObject({ kty: 'oct-HSM' })
    expect(key.key?.k).toBeUndefined()
    const crypto = useOf(simulator, unchecked(key))
    const secret = randomBytes(32)
    const { result } = await crypto.wrapKey('A256KW', secret)
    expect(result).toHaveLength(40)
    expect(Buffer.compare((await crypto.unwrapKey('A256KW', result)).result, secret)).toBe(0)
    await expect(crypto.wrapKey('A128KW', secret)).rejects.toMatchObject(refusal(400, 'BadParameter'))
    await expect(crypto.wrapKey('A256KW', randomBytes(31))).rejects.toMatchObject(
      refusal(400, 'BadParameter'),
    )
  })

  it('unwraps with the version that wrapped alone, also after that was followed by others', async () => {
    const keys = keysOf(simulator)
    const key = await keys.createRsaKey(named())
    const secret = randomBytes(32)
    const { result } = await useOf(simulator, key).wrapKey('RSA-OAEP-256', secret)
    const newer = await keys.rotateKey(key.name)
    expect(
      Buffer.compare((await useOf(simulator, key).unwrapKey('RSA-OAEP-256', result)).result, secret),
    ).toBe(0)
    await expect(useOf(simulator, newer).unwrapKey('RSA-OAEP-256', result)).rejects.toMatchObject(
      refusal(400, 'BadParameter'),
    )
  })

  it('is of a kind that its holder has', async () => {
    await expect(keysOf(simulator).createKey(named(), 'oct')).rejects.toMatchObject(
      refusal(400, 'BadParameter'),
    )
    await expect(keysOf(simulator).createRsaKey(named(), { keySize: 1024 })).rejects.toMatchObject(
      refusal(400, 'BadParameter'),
    )
    const ec = await keysOf(simulator).createEcKey(named(), { curve: 'P-384' })
    expect(ec.key).toMatchObject({ kty: 'EC', crv: 'P-384' })
    await expect(
      useOf(simulator, unchecked(ec)).wrapKey('RSA-OAEP-256', randomBytes(32)),
    ).rejects.toMatchObject(refusal(403, 'Forbidden', 'KeyOperationForbidden'))
  })
})

describe('the state of a key', () => {
  const blocked: [string, object, string][] = [
    ['a disabled key', { enabled: false }, 'KeyDisabled'],
    ['an expired key', { expiresOn: new Date('2020-01-01') }, 'KeyExpired'],
    ['a key that is not yet valid', { notBefore: LATER }, 'KeyNotYetValid'],
    ['a key for something else', { keyOps: ['sign', 'verify'] }, 'KeyOperationForbidden'],
  ]
  it.each(blocked)('%s wraps nothing', async (_, properties, inner) => {
    const keys = keysOf(simulator)
    const key = await keys.createRsaKey(named())
    const secret = randomBytes(32)
    const crypto = useOf(simulator, unchecked(key))
    const { result } = await crypto.wrapKey('RSA-OAEP-256', secret)
    await keys.updateKeyProperties(key.name, properties)
    await expect(crypto.wrapKey('RSA-OAEP-256', secret)).rejects.toMatchObject(
      refusal(403, 'Forbidden', inner),
    )
    const unwrapping = crypto.unwrapKey('RSA-OAEP-256', result)
    if (inner === 'KeyDisabled' || inner === 'KeyOperationForbidden')
      await expect(unwrapping).rejects.toMatchObject(refusal(403, 'Forbidden', inner))
    else expect(Buffer.compare((await unwrapping).result, secret)).toBe(0)
    // It can be read all the same.
    await keys.getKey(key.name)
  })

  it('deleted, it is hidden, keeps its name, and comes back when it is recovered', async () => {
    const keys = keysOf(simulator)
    const key = await keys.createRsaKey(named())
    const deleted = await (await keys.beginDeleteKey(key.name)).pollUntilDone()
    expect(deleted.properties.scheduledPurgeDate).toBeInstanceOf(Date)
    await expect(keys.getKey(key.name)).rejects.toMatchObject(refusal(404, 'KeyNotFound'))
    await expect(
      useOf(simulator, unchecked(key)).wrapKey('RSA-OAEP-256', randomBytes(32)),
    ).rejects.toMatchObject(refusal(404, 'KeyNotFound'))
    await expect(keys.createRsaKey(key.name)).rejects.toMatchObject(
      refusal(409, 'Conflict', 'ObjectIsDeletedButRecoverable'),
    )
    expect((await keys.getDeletedKey(key.name)).id).toBe(key.id)
    await (await keys.beginRecoverDeletedKey(key.name)).pollUntilDone()
    expect((await keys.getKey(key.name)).id).toBe(key.id)
  })

  it('purged, it is gone, unless purge protection keeps it until its time is over', async () => {
    const keys = keysOf(simulator)
    const key = await keys.createRsaKey(named())
    await (await keys.beginDeleteKey(key.name)).pollUntilDone()
    await keys.purgeDeletedKey(key.name)
    await expect(keys.getDeletedKey(key.name)).rejects.toMatchObject({ statusCode: 404 })
    const hsm = keysOf(simulator, undefined, HSM)
    const kept = await hsm.createKey(named(), 'oct-HSM')
    expect(kept.properties.recoveryLevel).toBe('CustomizedRecoverable')
    await (await hsm.beginDeleteKey(kept.name)).pollUntilDone()
    await expect(hsm.purgeDeletedKey(kept.name)).rejects.toMatchObject({ statusCode: 403 })
    await control(simulator, 'POST', '/clock', { offsetMs: 8 * DAY_MS })
    await expect(hsm.getDeletedKey(kept.name)).rejects.toMatchObject({ statusCode: 404 })
    await control(simulator, 'POST', '/clock', { offsetMs: 0 })
  })
})

describe('the rotation of a key', () => {
  it('is off at first, and by its policy happens when it is due', async () => {
    const keys = keysOf(simulator, undefined, HSM)
    const key = await keys.createKey(named(), 'oct-HSM', { keySize: 256 })
    const before = await keys.getKeyRotationPolicy(key.name)
    expect(before.lifetimeActions?.map(({ action }) => action)).toEqual(['Notify'])
    const policy = await keys.updateKeyRotationPolicy(key.name, {
      expiresIn: 'P120D',
      lifetimeActions: [{ action: 'Rotate', timeAfterCreate: 'P30D' }],
    })
    expect(policy).toMatchObject({
      expiresIn: 'P120D',
      lifetimeActions: [{ action: 'Rotate', timeAfterCreate: 'P30D' }],
    })
    await control(simulator, 'POST', '/clock', { offsetMs: 65 * DAY_MS })
    const versions = await all(keys.listPropertiesOfKeyVersions(key.name))
    expect(versions).toHaveLength(3)
    const [first, second, third] = versions.map(({ createdOn }) => createdOn?.getTime() ?? 0)
    expect((second ?? 0) - (first ?? 0)).toBe(30 * DAY_MS)
    expect((third ?? 0) - (second ?? 0)).toBe(30 * DAY_MS)
    const { createdOn, expiresOn } = (await keys.getKey(key.name)).properties
    expect((expiresOn?.getTime() ?? 0) - (createdOn?.getTime() ?? 0)).toBe(120 * DAY_MS)
    await control(simulator, 'POST', '/clock', { offsetMs: 0 })
  })

  it('may be due a while before the end of a version', async () => {
    const keys = keysOf(simulator)
    const key = await keys.createRsaKey(named())
    await keys.updateKeyRotationPolicy(key.name, {
      expiresIn: 'P90D',
      lifetimeActions: [{ action: 'Rotate', timeBeforeExpiry: 'P30D' }],
    })
    // Without an end, nothing is due; the rotation by hand gives it one.
    await keys.rotateKey(key.name)
    await control(simulator, 'POST', '/clock', { offsetMs: 61 * DAY_MS })
    expect(await all(keys.listPropertiesOfKeyVersions(key.name))).toHaveLength(3)
    await control(simulator, 'POST', '/clock', { offsetMs: 0 })
  })

  it('takes durations alone', async () => {
    const keys = keysOf(simulator)
    const key = await keys.createRsaKey(named())
    const wrong = { lifetimeActions: [{ action: 'Rotate' as const, timeAfterCreate: '90 days' }] }
    await expect(keys.updateKeyRotationPolicy(key.name, wrong)).rejects.toMatchObject(
      refusal(400, 'BadParameter'),
    )
  })
})
