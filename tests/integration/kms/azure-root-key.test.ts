import { constants, createPublicKey, publicEncrypt } from 'node:crypto'
import { ClientSecretCredential } from '@azure/identity'
import { KeyClient } from '@azure/keyvault-keys'
import { afterEach, describe, expect, it } from 'vitest'
import { randomKey, sealShare } from '@/lib/crypto'
import type { KmsOutcome } from '@/lib/domain/kms-outcome'
import type { RootKey } from '@/lib/kms'
import {
  AzureWorld,
  CLIENT,
  contextOf,
  failureOf,
  IDENTITY,
  keyOf,
  OTHER_TENANT,
  SECRET,
  TENANT,
} from './azure-world'

const world = new AzureWorld()
afterEach(() => world.clearFaults())

const KINDS = ['vault', 'managed_hsm'] as const
const PAST = '2020-01-01T00:00:00Z'
const FUTURE = '2999-01-01T00:00:00Z'

/** A key with a share wrapped under it. */
async function wrapped(given: Parameters<typeof world.createKey>[0] = {}) {
  const url = await world.createKey(given)
  const rootKey = world.rootKey(url)
  const share = randomKey()
  const context = contextOf()
  const wrap = await rootKey.wrap(share, context)
  const unwrap = (by: RootKey = rootKey) => by.unwrap(wrap, context)
  return { url, rootKey, share, context, wrap, unwrap }
}

/** The key's public part, as anybody who may read it has it. */
async function publicKeyOf(url: string) {
  const additionalPolicies = [{ policy: world.simulator.policy, position: 'perRetry' as const }]
  const credential = new ClientSecretCredential(TENANT, CLIENT, SECRET, { additionalPolicies })
  const { key } = await new KeyClient(`https://${keyOf(url).host}`, credential, {
    additionalPolicies,
  }).getKey(keyOf(url).name)
  const member = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('base64url')
  return createPublicKey({ key: { kty: 'RSA', n: member(key?.n), e: member(key?.e) }, format: 'jwk' })
}

describe.each(KINDS)('a root key in a %s', (kind) => {
  it('wraps a share and gives it back, and names the version that it is under', async () => {
    const { url, rootKey, share, wrap, unwrap } = await wrapped({ kind })
    const opened = await unwrap()
    expect(Buffer.compare(opened.share, share)).toBe(0)
    expect(wrap.keyMaterialId).toMatch(/^[0-9a-f]{32}$/)
    expect(opened.keyMaterialId).toBe(wrap.keyMaterialId)
    expect(wrap.keyId).toBe(url)
    expect((await rootKey.describe()).currentMaterialId).toBe(wrap.keyMaterialId)
    expect(Buffer.from(wrap.wrapped).includes(Buffer.from(share))).toBe(false)
  })

  it('proves each wrap by an unwrap, both at the server, and each by one request', async () => {
    const { url } = await wrapped({ kind })
    expect((await world.log(url)).map(({ operationName }) => operationName)).toEqual(['KeyWrap', 'KeyUnwrap'])
  })

  it('opens a share in no other context', async () => {
    const { rootKey, wrap, context } = await wrapped({ kind })
    const changes = [
      { organization: 'another' },
      { purpose: 'preflight' as const },
      { scope: 'x' },
      { region: 'x' },
      { share: 'x' },
    ]
    for (const change of changes) {
      const error = await failureOf(rootKey.unwrap(wrap, { ...context, ...change }))
      expect(error).toMatchObject({ outcome: 'INTEGRITY', errorName: 'ShareDoesNotOpen' })
    }
  })

  it('opens no share of another key, none of another version, and no torn one', async () => {
    const one = await wrapped({ kind })
    const two = await wrapped({ kind })
    await world.atKey(one.url, 'rotate')
    const newer = await one.rootKey.wrap(randomKey(), contextOf())
    const bytes = (change: (copy: Uint8Array) => Uint8Array) => ({
      ...one.wrap,
      wrapped: change(Uint8Array.from(one.wrap.wrapped)),
    })
    const flipped = (at: number) =>
      bytes((copy) => {
        const index = at < 0 ? copy.length + at : at
        copy[index] = (copy[index] ?? 0) ^ 1
        return copy
      })
    const torn: [string, Parameters<RootKey['unwrap']>[0]][] = [
      ['of another key', { ...one.wrap, keyMaterialId: two.wrap.keyMaterialId }],
      ['under another version', { ...one.wrap, keyMaterialId: newer.keyMaterialId }],
      ['without a version', { ...one.wrap, keyMaterialId: null }],
      ['with no version', { ...one.wrap, keyMaterialId: '../../secrets/x' }],
      ['empty', bytes(() => new Uint8Array())],
      ['a byte short', bytes((copy) => copy.slice(0, -1))],
      ['a byte long', bytes((copy) => Uint8Array.from([...copy, 0]))],
      ['of another format', flipped(0)],
      ['with another length', flipped(2)],
      ['with another key inside', flipped(20)],
      ['with another nonce', flipped(-60)],
      ['with another ciphertext', flipped(-40)],
      ['with another tag', flipped(-1)],
    ]
    for (const [what, wrap] of torn) {
      const { outcome } = await failureOf(one.rootKey.unwrap(wrap, one.context))
      expect([what, ['INTEGRITY', 'GONE'].includes(outcome)]).toEqual([what, true])
    }
    expect((await failureOf(two.rootKey.unwrap(one.wrap, one.context))).outcome).toBe('GONE')
  })

  it('goes on opening after the customer rotated it, and names the new version for what is new', async () => {
    const { url, rootKey, share, wrap, unwrap } = await wrapped({ kind })
    await world.atKey(url, 'rotate')
    const again = await rootKey.wrap(randomKey(), contextOf())
    expect(again.keyMaterialId).not.toBe(wrap.keyMaterialId)
    expect(Buffer.compare((await unwrap()).share, share)).toBe(0)
    const versions = await rootKey.versions()
    expect(versions?.map(({ id, current }) => [id, current])).toEqual([
      [again.keyMaterialId, true],
      [wrap.keyMaterialId, false],
    ])
    await world.atKey(url, `versions/${wrap.keyMaterialId}/disable`)
    expect((await failureOf(unwrap())).outcome).toBe('DISABLED')
    const outcomes = (await rootKey.versions())?.map(({ outcome }) => outcome)
    expect(outcomes).toEqual(['OK', 'DISABLED'])
  })

  const ways: [KmsOutcome, string, (url: string) => Promise<void>, (url: string) => Promise<void>][] = [
    ['DISABLED', 'KeyDisabled', (url) => world.atKey(url, 'disable'), (url) => world.atKey(url, 'enable')],
    [
      'PENDING_DELETION',
      'KeyNotFound',
      (url) => world.atKey(url, 'delete'),
      (url) => world.atKey(url, 'recover'),
    ],
    [
      'DENIED',
      'ForbiddenByFirewall',
      (url) => world.setVault(url, { firewallOpen: false }),
      (url) => world.setVault(url, { firewallOpen: true }),
    ],
    [
      'DENIED',
      'ForbiddenByRbac',
      (url) => world.unassign(url),
      (url) =>
        world.assign(
          url,
          kind === 'vault'
            ? 'Key Vault Crypto Service Encryption User'
            : 'Managed HSM Crypto Service Encryption User',
        ),
    ],
    [
      'DENIED',
      'ForbiddenByPolicy',
      (url) => world.setVault(url, { accessModel: 'policy' }),
      (url) => world.setVault(url, { accessModel: 'rbac' }),
    ],
    [
      'MISCONFIGURED',
      'KeyOperationForbidden',
      (url) => world.atKey(url, 'attributes', { keyOps: ['encrypt'] }),
      (url) => world.atKey(url, 'attributes', { keyOps: ['wrapKey', 'unwrapKey'] }),
    ],
  ]
  it.each(ways)(
    'taken away ends in %s (%s), and returns when it is given back',
    async (outcome, errorName, takeAway, giveBack) => {
      const { url, rootKey, share, unwrap } = await wrapped({ kind })
      await takeAway(url)
      const error = await failureOf(unwrap())
      expect(error).toMatchObject({ outcome, errorName, operation: 'unwrapKey', retryable: false })
      const entry = (await world.log(url)).find(({ requestId }) => requestId === error.requestId)
      expect(entry).toMatchObject({ operationName: 'KeyUnwrap', errorCode: errorName })
      expect((await failureOf(rootKey.wrap(randomKey(), contextOf()))).outcome).toBe(outcome)
      await giveBack(url)
      expect(Buffer.compare((await unwrap()).share, share)).toBe(0)
    },
  )

  it('outside its dates wraps nothing and opens what it wrapped', async () => {
    const { url, rootKey, share, unwrap } = await wrapped({ kind })
    for (const dates of [{ expires: PAST }, { expires: null, notBefore: FUTURE }]) {
      await world.atKey(url, 'attributes', dates)
      expect(Buffer.compare((await unwrap()).share, share)).toBe(0)
      const error = await failureOf(rootKey.wrap(randomKey(), contextOf()))
      expect(error).toMatchObject({ outcome: 'WRAP_BLOCKED', operation: 'wrapKey' })
      expect((await rootKey.describe()).outcome).toBe('WRAP_BLOCKED')
    }
    await world.atKey(url, 'attributes', { notBefore: PAST, expires: FUTURE })
    await rootKey.wrap(randomKey(), contextOf())
  })

  it('is gone when it was purged, or never was', async () => {
    const { url, unwrap } = await wrapped({ kind })
    const absent = world.rootKey(`${url}x`)
    expect((await failureOf(absent.describe())).outcome).toBe('DENIED')
    await world.assign(`${url}x`, kind === 'vault' ? 'Key Vault Reader' : 'Managed HSM Crypto User')
    expect((await failureOf(absent.describe())).outcome).toBe('GONE')
    if (kind === 'vault') return
    await world.atKey(url, 'delete')
    await world.atKey(url, 'purge')
    expect((await failureOf(unwrap())).outcome).toBe('GONE')
  })
})

describe('an RSA key', () => {
  it('works in every size', async () => {
    for (const size of [3072, 4096]) {
      const { share, unwrap } = await wrapped({ size })
      expect(Buffer.compare((await unwrap()).share, share)).toBe(0)
    }
  })

  it('opens nothing that was only encrypted with its public part', async () => {
    const { url, rootKey, context, wrap } = await wrapped()
    const key = await publicKeyOf(url)
    const encrypted = (bytes: Uint8Array) =>
      Uint8Array.from(
        publicEncrypt({ key, oaepHash: 'sha256', padding: constants.RSA_PKCS1_OAEP_PADDING }, bytes),
      )
    const forged = randomKey()
    const open = (bytes: Uint8Array) => failureOf(rootKey.unwrap({ ...wrap, wrapped: bytes }, context))
    // The share itself, as RSA alone would wrap it.
    expect((await open(encrypted(forged))).outcome).toBe('INTEGRITY')
    // A KEK of the forger's own around our sealed share, and one that is too short.
    const sealed = wrap.wrapped.slice(-60)
    const withKek = (kek: Uint8Array) => Uint8Array.from([1, 1, 0, ...encrypted(kek), ...sealed])
    expect(await open(withKek(forged))).toMatchObject({ outcome: 'INTEGRITY', errorName: 'ShareDoesNotOpen' })
    expect(await open(withKek(forged.slice(1)))).toMatchObject({
      outcome: 'INTEGRITY',
      errorName: 'PlaintextLength',
    })
    // A whole share sealed by somebody for another organization.
    const kek = randomKey()
    const foreign = sealShare(kek, encrypted(kek), { ...context, organization: 'another' }, forged)
    expect((await open(foreign)).errorName).toBe('ShareDoesNotOpen')
  })

  it('forged for the very context opens to the forger’s share, never to ours: the master key’s commitment finds it', async () => {
    const { url, rootKey, context, wrap, share } = await wrapped()
    const kek = randomKey()
    const encrypted = publicEncrypt(
      { key: await publicKeyOf(url), oaepHash: 'sha256', padding: constants.RSA_PKCS1_OAEP_PADDING },
      kek,
    )
    const forged = randomKey()
    const opened = await rootKey.unwrap(
      { ...wrap, wrapped: sealShare(kek, encrypted, context, forged) },
      context,
    )
    expect(Buffer.compare(opened.share, forged)).toBe(0)
    expect(Buffer.compare(opened.share, share)).not.toBe(0)
  })

  it('takes shares of 32 bytes alone', async () => {
    const { rootKey } = await wrapped()
    await expect(rootKey.wrap(new Uint8Array(31), contextOf())).rejects.toThrow(TypeError)
  })

  it('of another kind is misconfigured, and says so beforehand', async () => {
    const kinds = [
      { kty: 'EC' },
      { kty: 'RSA', keyOps: ['sign', 'verify'] },
      { kind: 'managed_hsm' as const, kty: 'RSA-HSM' },
      { kind: 'managed_hsm' as const, size: 128 },
    ]
    for (const kind of kinds) {
      const rootKey = world.rootKey(await world.createKey(kind))
      expect((await failureOf(rootKey.wrap(randomKey(), contextOf()))).outcome).toBe('MISCONFIGURED')
    }
    const ec = await world.rootKey(await world.createKey({ kty: 'EC' })).describe()
    expect(ec).toMatchObject({ fitsKind: false, fitsUsage: false, spec: 'EC P-256' })
  })
})

describe('the description of a key', () => {
  it('tells state, kind, dates and purge protection', async () => {
    const { url, rootKey, wrap } = await wrapped()
    expect(await rootKey.describe()).toMatchObject({
      keyId: url,
      region: 'westeurope',
      accountId: TENANT,
      state: 'Enabled',
      outcome: 'OK',
      spec: 'RSA 2048',
      fitsKind: true,
      fitsUsage: true,
      createdAt: expect.any(Date),
      deletionAt: null,
      expiresAt: null,
      currentMaterialId: wrap.keyMaterialId,
      rotationEnabled: null,
      purgeProtected: true,
      hidden: ['rotation'],
    })
    await world.atKey(url, 'delete')
    const ending = await rootKey.describe()
    expect(ending).toMatchObject({ outcome: 'PENDING_DELETION', deletionAt: expect.any(Date) })
    const hsm = world.rootKey(await world.createKey({ kind: 'managed_hsm' }))
    expect(await hsm.describe()).toMatchObject({ spec: 'oct-HSM', fitsKind: true, purgeProtected: false })
  })

  it('tells the rotation where it may be read', async () => {
    const { url, rootKey } = await wrapped()
    await world.atKey(url, 'rotation', { every: 'P90D', expiresIn: 'P120D' }, 'PUT')
    await world.assign(url, 'Key Vault Crypto Officer')
    const described = await rootKey.describe()
    expect(described).toMatchObject({ rotationEnabled: true, rotationPeriodDays: 90, hidden: [] })
    const { createdAt, nextRotationAt } = described
    expect((nextRotationAt?.getTime() ?? 0) - (createdAt?.getTime() ?? 0)).toBe(90 * 86_400_000)
  })

  it('is read anew each time, and never from a cache', async () => {
    const { url, rootKey } = await wrapped()
    expect((await rootKey.describe()).outcome).toBe('OK')
    await world.atKey(url, 'disable')
    expect((await rootKey.describe()).outcome).toBe('DISABLED')
  })

  it('does without what may not be listed', async () => {
    const url = await world.createKey({ granted: false })
    const { vaultName } = keyOf(url)
    const permissions = ['get', 'wrapKey', 'unwrapKey']
    await world.setVault(url, { accessModel: 'policy' })
    await world.control('PUT', `vaults/${vaultName}/policies/${CLIENT}`, { permissions })
    const rootKey = world.rootKey(url)
    expect(await rootKey.versions()).toBeNull()
    expect((await rootKey.describe()).hidden).toEqual(['rotation', 'versions'])
    await rootKey.wrap(randomKey(), contextOf())
    await world.setVault(url, { accessModel: 'rbac' })
  })

  it('lists versions over several pages, newest first, and 200 at most', async () => {
    const url = await world.createKey({ kind: 'managed_hsm' })
    for (let count = 0; count < 29; count++) await world.atKey(url, 'rotate')
    const versions = await world.rootKey(url).versions()
    expect(versions).toHaveLength(30)
    expect(versions?.filter(({ current }) => current)).toEqual([versions?.[0]])
  })
})

describe('an identity', () => {
  it('signs in once for all of its keys', async () => {
    const rootKeys = world.rootKeys()
    const urls = [await world.createKey(), await world.createKey()]
    const before = (await world.signIns()).length
    for (const url of [...urls, ...urls])
      await rootKeys.azure(keyOf(url), IDENTITY).wrap(randomKey(), contextOf())
    expect((await world.signIns()).length - before).toBe(1)
  })

  it('is another one in another directory, with a token of its own', async () => {
    const rootKeys = world.rootKeys()
    const { url } = await wrapped()
    await rootKeys.azure(keyOf(url), IDENTITY).describe()
    const foreign = { ...IDENTITY, tenantId: OTHER_TENANT }
    const error = await failureOf(rootKeys.azure(keyOf(url), foreign).describe())
    expect(error).toMatchObject({ outcome: 'OURS', errorName: 'Unauthorized' })
    await rootKeys.azure(keyOf(url), IDENTITY).describe()
  })

  const removals: [string, KmsOutcome, string, () => Promise<unknown>, () => Promise<unknown>][] = [
    [
      'removed from the directory',
      'CONSENT_MISSING',
      'AADSTS700016',
      () => world.control('DELETE', `tenants/${TENANT}/consents/${CLIENT}`, {}),
      () => world.control('POST', `tenants/${TENANT}/consents`, { clientId: CLIENT }),
    ],
    [
      'disabled in the directory',
      'CONSENT_MISSING',
      'AADSTS7000112',
      () => world.control('POST', `tenants/${TENANT}/consents/${CLIENT}/disable`, {}),
      () => world.control('POST', `tenants/${TENANT}/consents/${CLIENT}/enable`, {}),
    ],
    [
      'blocked by a policy of the directory',
      'DENIED',
      'AADSTS53003',
      () => world.setFault({ kind: 'deny', operation: 'SignIn' }),
      () => world.clearFaults(),
    ],
  ]
  it.each(removals)(
    '%s is refused as %s (%s), and returns',
    async (_, outcome, errorName, remove, restore) => {
      const { url, share, unwrap } = await wrapped()
      await remove()
      const fresh = world.rootKey(url)
      const error = await failureOf(unwrap(fresh))
      expect(error).toMatchObject({ outcome, errorName, operation: 'getToken', retryable: false })
      expect((await world.signIns()).at(-1)?.requestId).toBe(error.requestId)
      await restore()
      expect(Buffer.compare((await unwrap(fresh)).share, share)).toBe(0)
    },
  )

  it('in a directory that is not there has no consent', async () => {
    const { url } = await wrapped()
    const nowhere = { ...IDENTITY, tenantId: '0a1b2c3d-0000-4000-8000-000000000000' }
    const error = await failureOf(world.rootKey(url, {}, nowhere).describe())
    expect(error).toMatchObject({ outcome: 'CONSENT_MISSING', errorName: 'AADSTS90002' })
  })

  it('with a wrong secret is our fault; the secret is asked for anew once', async () => {
    const { url, share, unwrap } = await wrapped()
    const wrong = world.rootKey(url, { proofOf: () => ({ clientSecret: 'wrong' }) })
    expect(await failureOf(unwrap(wrong))).toMatchObject({ outcome: 'OURS', errorName: 'AADSTS7000215' })
    let asked = 0
    const proofOf = async () => ({ clientSecret: ++asked === 1 ? 'wrong' : SECRET })
    expect(Buffer.compare((await unwrap(world.rootKey(url, { proofOf }))).share, share)).toBe(0)
    expect(asked).toBe(2)
    const failing = world.rootKey(url, { proofOf: () => Promise.reject(new Error('SECRET detail')) })
    const error = await failureOf(unwrap(failing))
    expect(error.outcome).toBe('OURS')
    expect(JSON.stringify(error) + error.message).not.toContain('SECRET')
  })

  it('with a token that the vault refuses gets another one once', async () => {
    const { url, share, rootKey, unwrap } = await wrapped()
    const before = (await world.signIns()).length
    await world.control('POST', 'tokens/revoke', {})
    expect(Buffer.compare((await unwrap()).share, share)).toBe(0)
    expect((await world.signIns()).length - before).toBe(1)
    expect(rootKey.id).toBe(url)
  })

  it('is refused by the program unless it has two GUIDs, and so is a key from elsewhere', async () => {
    const { url } = await wrapped()
    const rootKeys = world.rootKeys()
    const key = keyOf(url)
    expect(() => rootKeys.azure(key, { ...IDENTITY, tenantId: 'common' })).toThrow(TypeError)
    expect(() => rootKeys.azure(key, { ...IDENTITY, clientId: '' })).toThrow(TypeError)
    expect(() => rootKeys.azure({ ...key, id: 'https://evil.example/keys/x' }, IDENTITY)).toThrow(TypeError)
    expect(() => rootKeys.azure({ ...key, host: 'evil.example' }, IDENTITY)).toThrow(TypeError)
  })
})
