import { afterEach, describe, expect, it } from 'vitest'
import { randomKey } from '@/lib/crypto'
import type { KmsOutcome } from '@/lib/domain/kms-outcome'
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
    const { url } = await world.wrapped()
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
      const { url, share, unwrap } = await world.wrapped()
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
    const { url } = await world.wrapped()
    const nowhere = { ...IDENTITY, tenantId: '0a1b2c3d-0000-4000-8000-000000000000' }
    const error = await failureOf(world.rootKey(url, {}, nowhere).describe())
    expect(error).toMatchObject({ outcome: 'CONSENT_MISSING', errorName: 'AADSTS90002' })
  })

  it('with a wrong secret is our fault; the secret is asked for anew once', async () => {
    const { url, share, unwrap } = await world.wrapped()
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
    const { url, share, rootKey, unwrap } = await world.wrapped()
    const before = (await world.signIns()).length
    await world.control('POST', 'tokens/revoke', {})
    expect(Buffer.compare((await unwrap()).share, share)).toBe(0)
    expect((await world.signIns()).length - before).toBe(1)
    expect(rootKey.id).toBe(url)
  })

  it('is refused by the program unless it has two GUIDs, and so is a key from elsewhere', async () => {
    const { url } = await world.wrapped()
    const rootKeys = world.rootKeys()
    const key = keyOf(url)
    expect(() => rootKeys.azure(key, { ...IDENTITY, tenantId: 'common' })).toThrow(TypeError)
    expect(() => rootKeys.azure(key, { ...IDENTITY, clientId: '' })).toThrow(TypeError)
    expect(() => rootKeys.azure({ ...key, id: 'https://evil.example/keys/x' }, IDENTITY)).toThrow(TypeError)
    expect(() => rootKeys.azure({ ...key, host: 'evil.example' }, IDENTITY)).toThrow(TypeError)
  })
})
