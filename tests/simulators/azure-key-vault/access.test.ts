import { randomBytes } from 'node:crypto'
import { KeyClient } from '@azure/keyvault-keys'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Simulator } from '@/simulators/azure-key-vault'
import { ROLES } from '@/simulators/azure-key-vault/access'
import {
  ADMIN,
  CONTOSO,
  control,
  credential,
  keysOf,
  pipeline,
  refusal,
  SERVICE,
  start,
  USER_ROLE,
  unchecked,
  useOf,
  VAULT,
} from './setup'

let simulator: Simulator
beforeAll(async () => {
  simulator = await start()
})
beforeEach(async () => {
  await control(simulator, 'POST', '/vaults/northwind', { accessModel: 'rbac', firewallOpen: true })
})

const named = () => `k-${randomBytes(4).toString('hex')}`
const assign = (role: string, scope: string) =>
  control(simulator, 'POST', '/vaults/northwind/assignments', { role, principal: SERVICE, scope })
const byRbac = refusal(403, 'Forbidden', 'ForbiddenByRbac')

async function key() {
  const made = await keysOf(simulator).createRsaKey(named())
  const service = keysOf(simulator, SERVICE)
  const wrap = () => useOf(simulator, unchecked(made), SERVICE).wrapKey('RSA-OAEP-256', randomBytes(32))
  return { name: made.name, service, wrap }
}

describe('roles', () => {
  it('let nobody do anything until one is given, and then what it says with that key alone', async () => {
    const { name, service, wrap } = await key()
    const other = await key()
    await expect(service.getKey(name)).rejects.toMatchObject(byRbac)
    await expect(wrap()).rejects.toMatchObject(byRbac)
    const { body } = await assign(USER_ROLE, `/keys/${name}`)
    await service.getKey(name)
    await wrap()
    await expect(other.wrap()).rejects.toMatchObject(byRbac)
    await expect(service.rotateKey(name)).rejects.toMatchObject(byRbac)
    await expect(service.getKeyRotationPolicy(name)).rejects.toMatchObject(byRbac)
    await expect(service.createRsaKey(named())).rejects.toMatchObject(byRbac)
    await expect(service.beginDeleteKey(name)).rejects.toMatchObject(byRbac)
    await control(simulator, 'DELETE', `/vaults/northwind/assignments/${body.assignment.id}`, {})
    await expect(wrap()).rejects.toMatchObject(byRbac)
  })

  it('for the whole vault hold for every key; a contributor gets at no key', async () => {
    const { name, service, wrap } = await key()
    await assign('Key Vault Contributor', '/')
    await expect(wrap()).rejects.toMatchObject(byRbac)
    const { body } = await assign('Key Vault Reader', '/')
    await service.getKey(name)
    await expect(wrap()).rejects.toMatchObject(byRbac)
    await control(simulator, 'DELETE', `/vaults/northwind/assignments/${body.assignment.id}`, {})
  })

  it('are given by name or id, each where it belongs', async () => {
    for (const { id } of ROLES.vault) expect((await assign(id, '/keys/none')).status).toBe(200)
    expect((await assign('Managed HSM Crypto User', '/')).status).toBe(404)
    expect((await assign('Owner', '/')).status).toBe(404)
    expect((await assign(USER_ROLE, '/secrets/x')).status).toBe(400)
  })
})

describe('access policies', () => {
  it('decide instead of roles where the vault goes by them', async () => {
    const { name, service, wrap } = await key()
    await assign(USER_ROLE, `/keys/${name}`)
    await control(simulator, 'POST', '/vaults/northwind', { accessModel: 'policy' })
    await expect(wrap()).rejects.toMatchObject(refusal(403, 'Forbidden', 'ForbiddenByPolicy'))
    await control(simulator, 'PUT', `/vaults/northwind/policies/${SERVICE}`, { permissions: ['wrapKey'] })
    await wrap()
    await expect(service.getKey(name)).rejects.toMatchObject(refusal(403, 'Forbidden', 'ForbiddenByPolicy'))
    const wrong = { permissions: ['everything'] }
    expect((await control(simulator, 'PUT', `/vaults/northwind/policies/${SERVICE}`, wrong)).status).toBe(400)
  })
})

describe('the firewall', () => {
  it('keeps everybody out, whatever they may do', async () => {
    await control(simulator, 'POST', '/vaults/northwind', { firewallOpen: false })
    await expect(keysOf(simulator).createRsaKey(named())).rejects.toMatchObject(
      refusal(403, 'Forbidden', 'ForbiddenByFirewall'),
    )
  })
})

describe('a token', () => {
  const clientOf = (url: string, tenantId: string) =>
    new KeyClient(url, credential(simulator, { tenantId }), pipeline(simulator))

  it('of another directory is refused by a vault, even where the application is known', async () => {
    await control(simulator, 'POST', `/tenants/${CONTOSO}/consents`, { clientId: ADMIN })
    const foreign = new KeyClient(
      'https://contoso.vault.azure.net',
      credential(simulator, { tenantId: CONTOSO }),
      pipeline(simulator),
    )
    await expect(foreign.getKey('x')).rejects.toMatchObject(byRbac)
    // The SDK itself goes by the tenant in the challenge, and has none to give there.
    await expect(clientOf(VAULT, CONTOSO).getKey('x')).rejects.toThrow(
      /not configured to acquire tokens for tenant/,
    )
    await control(simulator, 'DELETE', `/tenants/${CONTOSO}/consents/${ADMIN}`, {})
  })

  it('for a Managed HSM is none for a vault, nor one that has run out or was made elsewhere', async () => {
    const token = async (scope: string) => (await credential(simulator).getToken(scope))?.token ?? ''
    const ask = async (authorization: string) => {
      const response = await raw(simulator, authorization)
      return [response.status, response.challenge.includes('resource="https://vault.azure.net"')]
    }
    expect(await ask(`Bearer ${await token('https://managedhsm.azure.net/.default')}`)).toEqual([401, true])
    expect(await ask('Bearer x.y.z')).toEqual([401, true])
    expect(await ask('Basic eDp5')).toEqual([401, true])
    expect(await ask(`Bearer ${await token('https://vault.azure.net/.default')}`)).toEqual([404, false])
    await control(simulator, 'POST', '/tokens', { lifetimeS: 1 })
    const short = `Bearer ${await token('https://vault.azure.net/.default').catch(() => '')}`
    await control(simulator, 'POST', '/tokens', { lifetimeS: 3599 })
    expect(short.length).toBeGreaterThan(20)
    await control(simulator, 'POST', '/tokens/revoke', {})
    expect((await ask(short))[0]).toBe(401)
  })
})

/** A request by hand, through the SDK's own policy for the way. */
async function raw({ policy }: Simulator, authorization: string) {
  const { request } = await import('node:https')
  return await policy.sendRequest({ agent: undefined }, (given: { agent?: unknown }) => {
    return new Promise<{ status: number; challenge: string }>((resolve, reject) => {
      const sent = request(
        `${VAULT}/keys/none?api-version=7.4`,
        { agent: given.agent as never, headers: { authorization } },
        (response) => {
          response.resume()
          resolve({
            status: response.statusCode ?? 0,
            challenge: String(response.headers['www-authenticate'] ?? ''),
          })
        },
      )
      sent.on('error', reject).end()
    })
  })
}
