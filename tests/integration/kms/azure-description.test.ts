import { describe, expect, it } from 'vitest'
import { randomKey } from '@/lib/crypto'
import { AzureWorld, CLIENT, contextOf, keyOf, TENANT } from './azure-world'

const world = new AzureWorld()

describe('the description of a key', () => {
  it('tells state, kind, dates and purge protection', async () => {
    const { url, rootKey, wrap } = await world.wrapped()
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
    const { url, rootKey } = await world.wrapped()
    await world.atKey(url, 'rotation', { every: 'P90D', expiresIn: 'P120D' }, 'PUT')
    await world.assign(url, 'Key Vault Crypto Officer')
    const described = await rootKey.describe()
    expect(described).toMatchObject({ rotationEnabled: true, rotationPeriodDays: 90, hidden: [] })
    const { createdAt, nextRotationAt } = described
    expect((nextRotationAt?.getTime() ?? 0) - (createdAt?.getTime() ?? 0)).toBe(90 * 86_400_000)
  })

  it('is read anew each time, and never from a cache', async () => {
    const { url, rootKey } = await world.wrapped()
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
