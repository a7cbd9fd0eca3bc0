import { afterEach, describe, expect, it } from 'vitest'
import { randomKey } from '@/lib/crypto'
import type { KmsOutcome } from '@/lib/domain/kms-outcome'
import type { RootKey } from '@/lib/kms'
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

/** A key with a share wrapped under its first version. */
async function wrapped(given: object = {}) {
  const name = await world.createKey(given)
  const rootKey = world.rootKey(name)
  const share = randomKey()
  const context = contextOf()
  const wrap = await rootKey.wrap(share, context)
  const unwrap = (by: RootKey = rootKey) => by.unwrap(wrap, context)
  return { name, rootKey, share, context, wrap, unwrap }
}

describe('a root key in Google Cloud', () => {
  it('wraps a share and gives it back, and names the version it is under', async () => {
    const { name, share, wrap, unwrap } = await wrapped()
    const opened = await unwrap()
    expect(Buffer.compare(opened.share, share)).toBe(0)
    expect(wrap).toMatchObject({ keyId: name, keyMaterialId: '1' })
    expect(opened.keyMaterialId).toBe('1')
    expect(world.rootKey(name).id).toBe(name)
  })

  it('proves each wrap by opening it, as the organization’s own service account', async () => {
    const { name } = await wrapped()
    const calls = (await world.log(name)).filter(({ principalEmail }) => principalEmail === ACCOUNT)
    expect(calls.map(({ methodName, status }) => [methodName, status])).toEqual([
      ['Encrypt', 'OK'],
      ['Decrypt', 'OK'],
    ])
    for (const { resourceName, delegatedBy } of calls) {
      expect([resourceName, delegatedBy]).toEqual([name, INSTALLATION])
    }
  })

  it('opens a share in no other context', async () => {
    const { rootKey, wrap, context } = await wrapped()
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
    const one = await wrapped()
    const two = await wrapped()
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
    const { name, rootKey, unwrap } = await wrapped()
    await world.rotate(name)
    expect((await unwrap()).keyMaterialId).toBe('1')
    const again = await rootKey.wrap(randomKey(), contextOf())
    expect(again.keyMaterialId).toBe('2')
    expect((await rootKey.describe()).currentMaterialId).toBe('2')
  })

  it('opens what was stored without a version', async () => {
    const { rootKey, share, wrap, context } = await wrapped()
    const opened = await rootKey.unwrap({ ...wrap, keyMaterialId: null }, context)
    expect(Buffer.compare(opened.share, share)).toBe(0)
    expect(opened.keyMaterialId).toBeNull()
  })

  it('takes shares of 32 bytes alone', async () => {
    const { rootKey } = await wrapped()
    await expect(rootKey.wrap(new Uint8Array(31), contextOf())).rejects.toThrow(TypeError)
  })
})

describe('one service account for each organization', () => {
  it('uses the keys that were granted to it, and no others', async () => {
    const ours = await wrapped()
    const theirs = await world.createKey({ bindings: grant([USE, LOOK], OTHER_ACCOUNT) }, OTHER_CUSTOMER)
    await world.rootKey(theirs, OTHER_ACCOUNT).wrap(randomKey(), contextOf())
    const denied = { outcome: 'DENIED', errorName: 'IAM_PERMISSION_DENIED' }
    expect(await failureOf(ours.unwrap(world.rootKey(ours.name, OTHER_ACCOUNT)))).toMatchObject(denied)
    expect(await failureOf(world.rootKey(theirs).wrap(randomKey(), contextOf()))).toMatchObject(denied)
    expect(await failureOf(ours.unwrap(world.rootKey(ours.name, null)))).toMatchObject(denied)
  })

  it('is not used where the installation may not act as it: that is ours to put right', async () => {
    const { name, unwrap } = await wrapped()
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

describe('a key that is taken away', () => {
  const ways: [KmsOutcome, string, (name: string) => Promise<unknown>][] = [
    ['DISABLED', 'KEY_DISABLED', (name) => world.atVersion(name, 1, 'disable')],
    ['PENDING_DELETION', 'KEY_DESTROY_SCHEDULED', (name) => world.atVersion(name, 1, 'destroy')],
    [
      'GONE',
      'KEY_DESTROYED',
      async (name) => {
        await world.atVersion(name, 1, 'destroy')
        await world.control('POST', 'clock', { offsetMs: 31 * DAY_MS })
      },
    ],
    [
      'MATERIAL_MISSING',
      'KEY_PENDING_IMPORT',
      (name) => world.atVersion(name, 1, 'state', { state: 'PENDING_IMPORT' }),
    ],
    [
      'MISCONFIGURED',
      'KEY_GENERATION_FAILED',
      (name) => world.atVersion(name, 1, 'state', { state: 'GENERATION_FAILED' }),
    ],
    ['DENIED', 'IAM_PERMISSION_DENIED', (name) => world.setPolicy(name, grant([LOOK]))],
    // Without leave to look nobody can: what was said stays what it is.
    ['DENIED', 'IAM_PERMISSION_DENIED', (name) => world.setPolicy(name, [])],
    [
      'DISABLED',
      'KEY_DISABLED',
      async (name) => {
        await world.setPolicy(name, grant([USE]))
        await world.atVersion(name, 1, 'disable')
      },
    ],
    // A refusal of access may hide one that is final.
    [
      'PENDING_DELETION',
      'IAM_PERMISSION_DENIED',
      async (name) => {
        await world.setPolicy(name, grant([LOOK]))
        await world.atVersion(name, 1, 'destroy')
      },
    ],
    [
      'CONSENT_MISSING',
      'SERVICE_DISABLED',
      () => world.control('POST', `projects/${CUSTOMER}/api`, { enabled: false }),
    ],
  ]

  it.each(ways)('ends in %s (%s)', async (outcome, errorName, takeAway) => {
    const { name, unwrap } = await wrapped()
    await takeAway(name)
    const error = await failureOf(unwrap())
    expect(error).toMatchObject({ outcome, errorName, operation: 'Decrypt', retryable: false })
  })

  it('returns when it is given back: a restored version is disabled at first', async () => {
    const { name, share, unwrap } = await wrapped()
    await world.atVersion(name, 1, 'destroy')
    expect((await failureOf(unwrap())).outcome).toBe('PENDING_DELETION')
    await world.atVersion(name, 1, 'restore')
    expect((await failureOf(unwrap())).outcome).toBe('DISABLED')
    await world.atVersion(name, 1, 'enable')
    expect(Buffer.compare((await unwrap()).share, share)).toBe(0)
  })

  it('is refused as if it were not granted when it never was', async () => {
    const { name, unwrap } = await wrapped()
    expect((await failureOf(unwrap(world.rootKey(`${name}x`)))).outcome).toBe('DENIED')
  })

  it('is gone when it is not there and we may look around', async () => {
    const { name, unwrap } = await wrapped()
    const ring = name.slice(0, name.indexOf('/cryptoKeys'))
    await world.setPolicy(ring, grant([USE, LOOK]))
    const error = await failureOf(unwrap(world.rootKey(`${name}x`)))
    await world.setPolicy(ring, [])
    expect(error).toMatchObject({ outcome: 'GONE', errorName: 'NOT_FOUND' })
  })

  it('is of the wrong kind when it is not for encryption', async () => {
    for (const purpose of ['ASYMMETRIC_DECRYPT', 'ASYMMETRIC_SIGN', 'MAC', 'RAW_ENCRYPT_DECRYPT']) {
      const rootKey = world.rootKey(await world.createKey({ purpose }))
      expect((await failureOf(rootKey.wrap(randomKey(), contextOf()))).outcome, purpose).toBe('MISCONFIGURED')
    }
  })
})

describe('a key of which half is taken away', () => {
  it('opens, but wraps nothing new, when only its newest version is disabled', async () => {
    const { name, rootKey, share, unwrap } = await wrapped()
    await world.rotate(name)
    await world.atVersion(name, 2, 'disable')
    expect(Buffer.compare((await unwrap()).share, share)).toBe(0)
    const error = await failureOf(rootKey.wrap(randomKey(), contextOf()))
    expect(error).toMatchObject({ outcome: 'WRAP_BLOCKED', errorName: 'KEY_DISABLED', operation: 'Encrypt' })
    expect(await rootKey.describe()).toMatchObject({ outcome: 'WRAP_BLOCKED', state: 'DISABLED' })
  })

  it('wraps, but opens nothing of before, when its older version is disabled', async () => {
    const { name, rootKey, unwrap } = await wrapped()
    await world.rotate(name)
    await world.atVersion(name, 1, 'disable')
    expect((await failureOf(unwrap())).outcome).toBe('DISABLED')
    await rootKey.wrap(randomKey(), contextOf())
    expect((await rootKey.describe()).outcome).toBe('OK')
  })

  it('is not said to open only when no version can be used, or when access was refused', async () => {
    const { name, rootKey } = await wrapped()
    await world.rotate(name)
    await world.atVersion(name, 1, 'disable')
    await world.atVersion(name, 2, 'disable')
    expect((await failureOf(rootKey.wrap(randomKey(), contextOf()))).outcome).toBe('DISABLED')
    await world.atVersion(name, 1, 'enable')
    await world.setPolicy(name, grant(['roles/cloudkms.cryptoKeyDecrypter', LOOK]))
    expect((await failureOf(rootKey.wrap(randomKey(), contextOf()))).outcome).toBe('DENIED')
  })

  it('lacks material when it has no version at all', async () => {
    const rootKey = world.rootKey(await world.createKey({ withVersion: false }))
    expect((await failureOf(rootKey.wrap(randomKey(), contextOf()))).outcome).toBe('MATERIAL_MISSING')
    expect(await rootKey.describe()).toMatchObject({ state: 'NO_PRIMARY', outcome: 'MATERIAL_MISSING' })
  })
})

describe('what is seen everywhere only after a while', () => {
  it('a version that was just disabled may still open; the next proof tells', async () => {
    const { name, share, unwrap } = await wrapped()
    await world.control('POST', 'lag', { ms: 60_000 })
    await world.atVersion(name, 1, 'disable')
    expect(Buffer.compare((await unwrap()).share, share)).toBe(0)
    await world.control('POST', 'lag', { ms: 0 })
    expect((await failureOf(unwrap())).outcome).toBe('DISABLED')
  })

  it('a refusal stays one though the version still looks enabled', async () => {
    const { name, unwrap } = await wrapped()
    await world.setFault({ kind: 'deny', key: name, operation: 'Decrypt' })
    expect((await failureOf(unwrap())).outcome).toBe('DENIED')
  })
})

describe('the description of a key', () => {
  it('tells state, kind and rotation', async () => {
    const { name, rootKey } = await wrapped({ protectionLevel: 'HSM' })
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
    const { name, rootKey } = await wrapped()
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
    const { name, rootKey } = await wrapped()
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
