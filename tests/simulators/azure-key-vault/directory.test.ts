import { generateKeyPairSync } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Simulator } from '@/simulators/azure-key-vault'
import { ADMIN, CONTOSO, control, credential, federated, NORTHWIND, SERVICE, start } from './setup'

let simulator: Simulator
beforeAll(async () => {
  simulator = await start()
})

const SCOPE = 'https://vault.azure.net/.default'

describe('the directory', () => {
  it('gives an application a token for a secret, and notes it', async () => {
    const token = await credential(simulator).getToken(SCOPE)
    expect(token?.token.split('.')).toHaveLength(3)
    expect((token?.expiresOnTimestamp ?? 0) - Date.now()).toBeGreaterThan(3_000_000)
    const { body } = await control(simulator, 'GET', `/tenants/${NORTHWIND}/log`)
    expect(body.entries[0]).toMatchObject({ operationName: 'SignIn', appId: ADMIN, errorCode: null })
    expect(JSON.stringify(body)).not.toContain('secret-of-the-admin')
    expect(JSON.stringify(body)).not.toContain(token?.token)
  })

  it('gives one for an assertion of the issuer that the application trusts', async () => {
    expect((await federated(simulator).getToken(SCOPE))?.token).toBeTruthy()
  })

  const refused: [string, number, () => Promise<unknown>][] = [
    ['a wrong secret', 7000215, () => credential(simulator, { secret: 'wrong' }).getToken(SCOPE)],
    [
      'an application without consent',
      700016,
      () => credential(simulator, { tenantId: CONTOSO }).getToken(SCOPE),
    ],
    [
      'an unknown application',
      700016,
      () => credential(simulator, { clientId: CONTOSO, secret: 'x' }).getToken(SCOPE),
    ],
    ['an unknown directory', 90002, () => credential(simulator, { tenantId: ADMIN }).getToken(SCOPE)],
    [
      'an unknown resource',
      500011,
      () => credential(simulator).getToken('https://graph.microsoft.com/.default'),
    ],
    ['another issuer', 70021, () => federated(simulator, { iss: 'https://evil.example' }).getToken(SCOPE)],
    ['another subject', 70021, () => federated(simulator, { sub: 'somebody' }).getToken(SCOPE)],
    [
      'another audience',
      700212,
      () => federated(simulator, { aud: 'https://other.example' }).getToken(SCOPE),
    ],
    [
      'an assertion that has run out',
      700024,
      () => federated(simulator, { expiresInS: '-60' }).getToken(SCOPE),
    ],
    [
      'an assertion that somebody else signed',
      700027,
      () => {
        const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
        return federated(simulator, {}, privateKey).getToken(SCOPE)
      },
    ],
  ]
  it.each(refused)('refuses %s (AADSTS%i)', async (_, code, ask) => {
    await expect(ask()).rejects.toThrow(new RegExp(`AADSTS${code}:`))
  })

  it('refuses an application that was removed or disabled, and takes it back', async () => {
    const ask = () => credential(simulator, { clientId: SERVICE }).getToken(SCOPE)
    const path = `/tenants/${NORTHWIND}/consents`
    await control(simulator, 'DELETE', `${path}/${SERVICE}`, {})
    await expect(ask()).rejects.toThrow(/AADSTS700016/)
    await control(simulator, 'POST', path, { clientId: SERVICE })
    await control(simulator, 'POST', `${path}/${SERVICE}/disable`, {})
    await expect(ask()).rejects.toThrow(/AADSTS7000112/)
    await control(simulator, 'POST', `${path}/${SERVICE}/enable`, {})
    expect((await ask())?.token).toBeTruthy()
    expect((await control(simulator, 'POST', path, { clientId: CONTOSO })).status).toBe(404)
  })
})
