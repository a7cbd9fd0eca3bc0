import { describe, expect, it } from 'vitest'
import { checksFor } from '@/lib/domain/preflight-checks'
import { runPreflight } from '@/lib/kms'
import { AzureWorld, OTHER_CLIENT, TENANT, VAULTS } from './azure-world'

const world = new AzureWorld()
const link = { organization: '6f0c1a52-31d8-4a3e-9b5e-0d3f6a6d7c01', scope: 'all', region: 'global' }
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()

/** What keeps a key from being linked, and what is said of the rest, as `id: code`. */
async function check(url: string, options: Parameters<typeof runPreflight>[2] = {}) {
  const { passed, rows } = await runPreflight(world.rootKey(url), link, options)
  expect(rows.map(({ id }) => id)).toEqual(checksFor('azure'))
  const code = Object.fromEntries(rows.map((row) => [row.id, row.code]))
  const failed = rows.filter(({ status }) => status === 'failed').map((row) => `${row.id}: ${row.code}`)
  for (const { status, reason, fix, whose } of rows) {
    if (status !== 'passed') expect([reason, fix, whose]).not.toContain(undefined)
  }
  return { passed, failed, code, rows }
}

describe('the checks of a key in Azure', () => {
  it('pass for a key in a vault with purge protection, and say what keeps other organizations out', async () => {
    const { passed, failed, code, rows } = await check(await world.createKey())
    expect({ passed, failed }).toEqual({ passed: true, failed: [] })
    expect(code).toMatchObject({
      other_organization: 'own_identity',
      no_administration: 'administration_unknown',
      purge_protection: 'protected',
      expiry: 'no_expiry',
    })
    expect(rows.find(({ id }) => id === 'no_administration')?.status).toBe('unknown')
  })

  it('fail where the key can be purged at once', async () => {
    await world.control('POST', 'vaults/northwind-hsm/keys', { name: 'purgeable' })
    const url = `https://${VAULTS.managed_hsm.name}.managedhsm.azure.net/keys/purgeable`
    await world.assign(url, VAULTS.managed_hsm.role)
    const { passed, failed } = await check(url)
    expect({ passed, failed }).toEqual({ passed: false, failed: ['purge_protection: purgeable'] })
  })

  it('fail for a key whose role is missing, and try its use all the same', async () => {
    const url = await world.createKey({ granted: false })
    const { passed, failed } = await check(url)
    expect(passed).toBe(false)
    expect(failed).toEqual(['describe: describe_denied', 'wrap: encrypt_denied'])
  })

  it('fail for a key that lacks unwrapKey, and wrap nothing with it', async () => {
    const url = await world.createKey({ keyOps: ['wrapKey', 'encrypt'] })
    expect((await check(url)).failed).toEqual(['usage: wrong_usage'])
    expect((await world.log(url)).some(({ operationName }) => /wrap/i.test(operationName))).toBe(false)
  })

  it('fail for an elliptic curve', async () => {
    const url = await world.createKey({ kty: 'EC', curve: 'P-256', keyOps: ['sign', 'verify'] })
    expect((await check(url)).failed).toContain('symmetric: wrong_kind')
  })

  it('tell apart a key that is disabled, one that is not valid yet and one that has expired', async () => {
    const disabled = await world.createKey()
    await world.atKey(disabled, 'disable')
    expect((await check(disabled)).failed).toEqual(['enabled: DISABLED'])
    const early = await world.createKey({ notBefore: inDays(2) })
    expect((await check(early)).failed).toEqual(['not_before: not_yet_valid'])
    const expired = await world.createKey({ expires: inDays(-1) })
    expect((await check(expired)).failed).toEqual(['expiry: expired'])
  })

  it('fail for a key that expires within 90 days, unless Azure renews it before', async () => {
    const soon = await world.createKey({ expires: inDays(60) })
    expect((await check(soon)).failed).toEqual(['expiry: expires_soon'])
    await world.atKey(soon, 'rotation', { every: 'P30D', expiresIn: 'P60D' }, 'PUT')
    // The least role doesn't show the rotation policy.
    await world.assign(soon, 'Key Vault Crypto Officer')
    expect((await check(soon)).code.expiry).toBe('renews_before_expiry')
    const later = await world.createKey({ expires: inDays(91) })
    expect((await check(later)).code.expiry).toBe('expires_later')
  })

  it('fail for a region that is not offered', async () => {
    const url = await world.createKey()
    const { region } = await world.rootKey(url).describe()
    expect((await check(url, { regions: [region] })).passed).toBe(true)
    const { failed, rows } = await check(url, { regions: ['nowhere'] })
    expect(failed.concat(rows.filter(({ status }) => status === 'unknown').map(({ id }) => id))).toContain(
      region === 'unknown' ? 'region' : 'region: region_not_offered',
    )
  })

  it('say whose side it is on', async () => {
    const url = await world.createKey()
    await world.setVault(url, { firewallOpen: false })
    const { rows } = await check(url)
    await world.setVault(url, { firewallOpen: true })
    expect(rows.find(({ id }) => id === 'describe')).toMatchObject({ status: 'failed', side: 'key_policy' })
    const stranger = world.rootKey(url, {}, { tenantId: TENANT, clientId: OTHER_CLIENT })
    const { passed } = await runPreflight(stranger, link)
    expect(passed).toBe(false)
    const nowhere = world.rootKey(
      url,
      {},
      { tenantId: TENANT, clientId: 'c11e0000-0000-4000-8000-00000000cccc' },
    )
    const { rows: refused } = await runPreflight(nowhere, link)
    expect(refused[0]).toMatchObject({
      status: expect.stringMatching(/failed|unknown/),
      side: expect.stringMatching(/directory|our_identity/),
    })
  })
})
