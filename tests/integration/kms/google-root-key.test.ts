import { afterEach, describe, expect, it } from 'vitest'
import { randomKey } from '@/lib/crypto'
import {
  ACCOUNT,
  CUSTOMER,
  contextOf,
  FOREIGN_ACCOUNT,
  failureOf,
  GoogleWorld,
  grant,
  INSTALLATION,
  LOCATION,
  LOOK,
  OTHER_ACCOUNT,
  OTHER_CUSTOMER,
  USE,
} from './google-world'

const world = new GoogleWorld()
const DAY_MS = 86_400_000
afterEach(() => world.reset())

describe('a root key in Google Cloud', () => {
  it('wraps a share and gives it back, and names the version it is under', async () => {
    const { name, share, wrap, unwrap } = await world.wrapped()
    const opened = await unwrap()
    expect(Buffer.compare(opened.share, share)).toBe(0)
    expect(wrap).toMatchObject({ keyId: name, keyMaterialId: '1' })
    expect(opened.keyMaterialId).toBe('1')
    expect(world.rootKey(name).id).toBe(name)
  })

  it('proves each wrap by opening it, as the organization’s own service account', async () => {
    const { name } = await world.wrapped()
    const calls = (await world.log(name)).filter(({ principalEmail }) => principalEmail === ACCOUNT)
    expect(calls.map(({ methodName, errorCode }) => [methodName, errorCode])).toEqual([
      ['Encrypt', null],
      ['Decrypt', null],
    ])
    for (const { resourceName, delegatedBy } of calls) {
      expect([resourceName, delegatedBy]).toEqual([name, INSTALLATION])
    }
  })

  it('opens a share in no other context', async () => {
    const { rootKey, wrap, context } = await world.wrapped()
    const changes = [
      { organization: 'another' },
      { purpose: 'preflight' as const },
      { scope: 'x' },
      { region: 'x' },
      { share: 'x' },
      { scope: `${context.scope}","${context.region}`, region: '' },
    ]
    for (const change of changes) {
      const error = await failureOf(rootKey.unwrap(wrap, { ...context, ...change }))
      expect(error).toMatchObject({
        outcome: 'INTEGRITY',
        errorName: 'INVALID_ARGUMENT',
        operation: 'Decrypt',
      })
    }
  })

  it('opens no share of another key, nor a torn one', async () => {
    const one = await world.wrapped()
    const two = await world.wrapped()
    expect((await failureOf(two.rootKey.unwrap(one.wrap, one.context))).outcome).toBe('INTEGRITY')
    const torn = { ...one.wrap, wrapped: one.wrap.wrapped.slice(0, -1) }
    expect((await failureOf(one.rootKey.unwrap(torn, one.context))).outcome).toBe('INTEGRITY')
    for (const length of [0, 65_537]) {
      const error = await failureOf(
        one.rootKey.unwrap({ ...one.wrap, wrapped: new Uint8Array(length) }, one.context),
      )
      expect(error).toMatchObject({ outcome: 'INTEGRITY', errorName: 'CiphertextLength' })
    }
  })

  it('goes on opening after the customer rotated it, and names the new version for what is new', async () => {
    const { name, rootKey, unwrap } = await world.wrapped()
    await world.rotate(name)
    expect((await unwrap()).keyMaterialId).toBe('1')
    const again = await rootKey.wrap(randomKey(), contextOf())
    expect(again.keyMaterialId).toBe('2')
    expect((await rootKey.describe()).currentMaterialId).toBe('2')
  })

  it('opens what was stored without a version', async () => {
    const { rootKey, share, wrap, context } = await world.wrapped()
    const opened = await rootKey.unwrap({ ...wrap, keyMaterialId: null }, context)
    expect(Buffer.compare(opened.share, share)).toBe(0)
    expect(opened.keyMaterialId).toBeNull()
  })

  it('takes shares of 32 bytes alone', async () => {
    const { rootKey } = await world.wrapped()
    await expect(rootKey.wrap(new Uint8Array(31), contextOf())).rejects.toThrow(TypeError)
  })
})

describe('one service account for each organization', () => {
  it('uses the keys that were granted to it, and no others', async () => {
    const ours = await world.wrapped()
    const theirs = await world.createKey({ bindings: grant([USE, LOOK], OTHER_ACCOUNT) }, OTHER_CUSTOMER)
    await world.rootKey(theirs, OTHER_ACCOUNT).wrap(randomKey(), contextOf())
    const denied = { outcome: 'DENIED', errorName: 'IAM_PERMISSION_DENIED' }
    expect(await failureOf(ours.unwrap(world.rootKey(ours.name, OTHER_ACCOUNT)))).toMatchObject(denied)
    expect(await failureOf(world.rootKey(theirs).wrap(randomKey(), contextOf()))).toMatchObject(denied)
    expect(await failureOf(ours.unwrap(world.rootKey(ours.name, null)))).toMatchObject(denied)
  })

  it('is not used where the installation may not act as it: that is ours to put right', async () => {
    const { name, unwrap } = await world.wrapped()
    await world.setPolicy(name, grant([USE, LOOK], FOREIGN_ACCOUNT))
    const error = await failureOf(unwrap(world.rootKey(name, FOREIGN_ACCOUNT)))
    expect(error).toMatchObject({
      outcome: 'OURS',
      errorName: 'PERMISSION_DENIED',
      operation: 'GenerateAccessToken',
      retryable: true,
    })
  })

  it('is left out where the installation’s own identity is the one that was granted', async () => {
    const name = await world.createKey({ bindings: grant([USE, LOOK], INSTALLATION) })
    await world.rootKey(name, null).wrap(randomKey(), contextOf())
    const [first] = (await world.log(name)).filter(({ methodName }) => methodName === 'Encrypt')
    expect(first).toMatchObject({ principalEmail: INSTALLATION, delegatedBy: null })
  })
})

describe('the description of a key', () => {
  it('tells state, kind and rotation', async () => {
    const { name, rootKey } = await world.wrapped({ protectionLevel: 'HSM' })
    expect(await rootKey.describe()).toMatchObject({
      keyId: name,
      region: LOCATION,
      accountId: CUSTOMER,
      state: 'ENABLED',
      outcome: 'OK',
      spec: 'GOOGLE_SYMMETRIC_ENCRYPTION',
      fitsKind: true,
      usage: 'ENCRYPT_DECRYPT',
      fitsUsage: true,
      multiRegion: false,
      origin: 'HSM',
      createdAt: expect.any(Date),
      deletionAt: null,
      currentMaterialId: '1',
      rotationEnabled: false,
      nextRotationAt: null,
      purgeProtected: true,
      hidden: [],
    })
    await world.control('POST', `${name}/rotation`, { periodDays: 90 })
    const rotated = await rootKey.describe()
    expect(rotated).toMatchObject({
      rotationEnabled: true,
      rotationPeriodDays: 90,
      nextRotationAt: expect.any(Date),
    })
    await world.atVersion(name, 1, 'destroy')
    expect(await rootKey.describe()).toMatchObject({
      state: 'DESTROY_SCHEDULED',
      outcome: 'PENDING_DELETION',
      deletionAt: expect.any(Date),
    })
  })

  it('tells that a key is of the wrong kind', async () => {
    const rootKey = world.rootKey(await world.createKey({ purpose: 'ASYMMETRIC_SIGN' }))
    expect(await rootKey.describe()).toMatchObject({
      outcome: 'MISCONFIGURED',
      fitsKind: false,
      fitsUsage: false,
    })
    const raw = world.rootKey(await world.createKey({ purpose: 'RAW_ENCRYPT_DECRYPT' }))
    expect(await raw.describe()).toMatchObject({ outcome: 'MISCONFIGURED', fitsKind: true, fitsUsage: false })
  })

  it('does without what may not be seen, where the key may be used', async () => {
    const { name, rootKey } = await world.wrapped()
    await world.setPolicy(name, grant([USE]))
    expect(await rootKey.describe()).toMatchObject({
      outcome: 'OK',
      state: 'UNKNOWN',
      rotationEnabled: null,
      hidden: ['rotation', 'versions', 'purge_protection'],
    })
    expect(await rootKey.versions()).toBeNull()
    await world.setPolicy(name, grant(['roles/cloudkms.cryptoKeyDecrypter']))
    expect((await failureOf(rootKey.describe())).outcome).toBe('DENIED')
  })

  it('lists the versions, newest first', async () => {
    const { name, rootKey } = await world.wrapped()
    await world.rotate(name)
    await world.atVersion(name, 1, 'destroy')
    expect(await rootKey.versions()).toEqual([
      {
        id: '2',
        createdAt: expect.any(Date),
        state: 'ENABLED',
        outcome: 'OK',
        current: true,
        expiresAt: null,
      },
      {
        id: '1',
        createdAt: expect.any(Date),
        state: 'DESTROY_SCHEDULED',
        outcome: 'PENDING_DELETION',
        current: false,
        expiresAt: expect.any(Date),
      },
    ])
  })

  it('lists the newest versions of a key that has very many', async () => {
    const name = await world.createKey({ rotationPeriodDays: 1 })
    await world.control('POST', 'clock', { offsetMs: 450 * DAY_MS })
    const versions = await world.rootKey(name).versions()
    expect(versions).toHaveLength(200)
    expect(versions?.[0]).toMatchObject({ id: '451', current: true })
  })

  it('tells which permissions we have, without needing any', async () => {
    const permissions = ['useToEncrypt', 'useToDecrypt', 'get'].map(
      (verb) => `cloudkms.cryptoKeyVersions.${verb}`,
    )
    const name = await world.createKey({ bindings: grant([USE]) })
    const rootKey = world.rootKey(name)
    expect(await rootKey.testPermissions?.(permissions)).toEqual(permissions.slice(0, 2))
    await world.setPolicy(name, [])
    expect(await rootKey.testPermissions?.(permissions)).toEqual([])
  })
})
