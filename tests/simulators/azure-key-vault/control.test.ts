import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startAzureSimulator } from '@/simulators/azure-key-vault'
import {
  ADMIN,
  control,
  keysOf,
  NORTHWIND,
  refusal,
  SERVICE,
  seed,
  start,
  USER_ROLE,
  unchecked,
  useOf,
} from './setup'

const file = () => join(mkdtempSync(join(tmpdir(), 'azure-')), 'state.json')
const wrapIt = (
  simulator: Awaited<ReturnType<typeof start>>,
  key: Parameters<typeof unchecked>[0],
  who = ADMIN,
) => useOf(simulator, unchecked(key), who).wrapKey('RSA-OAEP-256', randomBytes(32))

describe('the control API', () => {
  it('does what the owner does, and the log shows both sides', async () => {
    const simulator = await start()
    const { body } = await control(simulator, 'POST', '/vaults/northwind/keys', { name: 'made-by-hand' })
    expect(body.key).toMatchObject({
      id: 'https://northwind.vault.azure.net/keys/made-by-hand',
      state: 'Enabled',
    })
    expect(
      (await control(simulator, 'POST', '/vaults/northwind/keys', { name: 'made-by-hand' })).status,
    ).toBe(409)
    const key = await keysOf(simulator).getKey('made-by-hand')
    await wrapIt(simulator, key)
    for (const [action, state] of [
      ['disable', 'Disabled'],
      ['enable', 'Enabled'],
      ['delete', 'Deleted'],
      ['recover', 'Enabled'],
    ]) {
      const answer = await control(simulator, 'POST', `/vaults/northwind/keys/made-by-hand/${action}`, {})
      expect(answer.body.key.state).toBe(state)
    }
    const log = (await control(simulator, 'GET', '/vaults/northwind/log?limit=100')).body.entries.reverse()
    const seen = log.map(({ operationName, appId }: { operationName: string; appId: string | null }) => [
      operationName,
      appId,
    ])
    expect(seen).toEqual([
      ['KeyCreate', null],
      // The SDK's first request has no token yet; the second one does.
      ['KeyGet', null],
      ['KeyGet', ADMIN],
      ['KeyWrap', null],
      ['KeyWrap', ADMIN],
      ['KeyUpdate', null],
      ['KeyUpdate', null],
      ['KeyDelete', null],
      ['KeyRecover', null],
    ])
  })

  it('shows no key material and no secret', async () => {
    const simulator = await start()
    await control(simulator, 'POST', '/vaults/northwind/keys', { name: 'one' })
    const all = ['/vaults', '/tenants', '/vaults/northwind/keys', '/vaults/northwind/log']
    const texts = await Promise.all(
      all.map(async (path) => JSON.stringify((await control(simulator, 'GET', path)).body)),
    )
    expect(texts.join()).not.toMatch(/material|secret-of|MII/)
  })

  it('says what is wrong', async () => {
    const simulator = await start()
    const wrong: [string, string, object | undefined, number][] = [
      ['GET', '/vaults/nowhere', undefined, 404],
      ['GET', '/vaults/northwind/keys/none', undefined, 404],
      ['POST', '/vaults/northwind/keys', { name: 'a b' }, 400],
      ['POST', '/vaults/northwind/keys', { name: 'x', kty: 'oct-HSM' }, 400],
      ['POST', '/vaults/northwind/keys', { name: 'x', colour: 'red' }, 400],
      ['POST', '/vaults/northwind/keys/none/disable', {}, 404],
      ['DELETE', '/vaults/northwind/assignments/none', {}, 404],
      ['POST', '/vaults/northwind', { purgeProtection: false }, 400],
      ['POST', '/faults', { kind: 'nonsense' }, 400],
      ['PUT', '/vaults', {}, 405],
    ]
    for (const [method, path, body, status] of wrong) {
      const answer = await control(simulator, method, path, body)
      expect([path, answer.status]).toEqual([path, status])
      expect(answer.body.error.message).toBeTruthy()
    }
  })

  it('lets a change take its time, as Azure does', async () => {
    const simulator = await start()
    const key = await keysOf(simulator).createRsaKey('slow')
    const wrap = () => wrapIt(simulator, key, SERVICE)
    await control(simulator, 'POST', '/lag', { ms: 600_000 })
    const body = { role: USER_ROLE, principal: SERVICE, scope: '/keys/slow' }
    await control(simulator, 'POST', '/vaults/northwind/assignments', body)
    await expect(wrap()).rejects.toMatchObject(refusal(403, 'Forbidden', 'ForbiddenByRbac'))
    await control(simulator, 'POST', '/lag', { ms: 0 })
    await wrap()
  })
})

describe('the state', () => {
  it('outlives a restart in one file that only its owner can read', async () => {
    const dataFile = file()
    const first = await startAzureSimulator({ seed, dataFile })
    const key = await keysOf(first).createRsaKey('kept')
    const secret = randomBytes(32)
    const { result } = await useOf(first, key).wrapKey('RSA-OAEP-256', secret)
    await control(first, 'POST', '/clock', { offsetMs: 1000 })
    await control(first, 'DELETE', `/tenants/${NORTHWIND}/consents/${SERVICE}`, {})
    await first.stop()
    expect(statSync(dataFile).mode & 0o777).toBe(0o600)
    expect(readFileSync(dataFile, 'utf8')).not.toContain('secret-of')
    const second = await start({ dataFile })
    expect(Buffer.compare((await useOf(second, key).unwrapKey('RSA-OAEP-256', result)).result, secret)).toBe(
      0,
    )
    expect((await control(second, 'GET', '/clock')).body.offsetMs).toBe(1000)
    const { tenants } = (await control(second, 'GET', '/tenants')).body
    expect(JSON.stringify(tenants)).not.toContain(SERVICE)
    expect(first.authority).not.toBe(second.authority)
  })

  it('of another program is refused, and left as it is', async () => {
    const dataFile = file()
    writeFileSync(dataFile, '{"version":99}')
    await expect(startAzureSimulator({ seed, dataFile })).rejects.toThrow(/not a data file/)
    expect(existsSync(dataFile)).toBe(true)
  })

  it('begins with a seed that holds together', async () => {
    const [vault] = seed.vaults ?? []
    if (vault === undefined) throw new Error('no vault in the seed')
    const nowhere = { ...vault, tenantId: ADMIN }
    await expect(startAzureSimulator({ seed: { ...seed, vaults: [nowhere] } })).rejects.toThrow(
      /no directory/,
    )
    const roles = { ...vault, assignments: [{ role: 'Owner', principal: ADMIN }] }
    await expect(startAzureSimulator({ seed: { ...seed, vaults: [roles] } })).rejects.toThrow(/no role Owner/)
  })
})
