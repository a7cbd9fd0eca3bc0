import { describe, expect, it } from 'vitest'
import { parseAzureKeyUrl } from '@/lib/domain/azure-key-url'
import {
  type AzureSetup,
  adminConsentUrl,
  azCommands,
  azureTerraform,
  portalSteps,
} from '@/lib/domain/azure-setup'

function keyOf(url: string) {
  const parsed = parseAzureKeyUrl(url)
  if (!parsed.ok) throw new Error(parsed.message)
  return parsed.key
}

const setup: AzureSetup = {
  key: keyOf('https://northwind.vault.azure.net/keys/latchkey'),
  tenantId: '0a1b2c3d-0000-4000-8000-00000000aaaa',
  clientId: 'c11e0000-0000-4000-8000-00000000aaaa',
  subscriptionId: '5b5c0000-0000-4000-8000-00000000aaaa',
  resourceGroup: 'keys-prod',
}
const hsm = { ...setup, key: keyOf('https://northwind-hsm.managedhsm.azure.net/keys/latchkey') }
const back = {
  redirectUri: 'https://latchkey.example/azure/consent',
  state: 'a-state-of-32-characters-or-more',
}

describe('the admin consent URL', () => {
  it('leads to the customer’s own directory, never to a common one, and brings the state back', () => {
    const url = new URL(adminConsentUrl(setup, back))
    expect(url.origin + url.pathname).toBe(
      `https://login.microsoftonline.com/${setup.tenantId}/v2.0/adminconsent`,
    )
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: setup.clientId,
      scope: 'https://vault.azure.net/.default',
      redirect_uri: back.redirectUri,
      state: back.state,
    })
  })

  it('stays in the key’s cloud and asks for what the key lies in', () => {
    const china = { ...setup, key: keyOf('https://northwind.vault.azure.cn/keys/latchkey') }
    expect(adminConsentUrl(china, back)).toMatch(/^https:\/\/login\.chinacloudapi\.cn\/.*vault\.azure\.cn/)
    expect(adminConsentUrl(hsm, back)).toContain(encodeURIComponent('https://managedhsm.azure.net/.default'))
  })

  it('takes no other redirect, no guessable state and no other id', () => {
    const wrong: [object, object][] = [
      [{}, { redirectUri: 'http://latchkey.example/' }],
      [{}, { redirectUri: 'javascript:alert(1)' }],
      [{}, { redirectUri: 'nowhere' }],
      [{}, { state: 'short' }],
      [{}, { state: 'x&client_id=another-one-here' }],
      [{ tenantId: 'common' }, {}],
      [{ tenantId: '../x' }, {}],
      [{ clientId: '' }, {}],
    ]
    for (const [one, two] of wrong) {
      expect(() => adminConsentUrl({ ...setup, ...one }, { ...back, ...two })).toThrow(TypeError)
    }
    expect(adminConsentUrl(setup, { ...back, redirectUri: 'http://127.0.0.1:3000/x' })).toContain('127.0.0.1')
  })
})

describe('what a customer is shown to grant us their key', () => {
  it('is a command for the application and one for the role', () => {
    expect(azCommands(setup)).toBe(`az ad sp create --id ${setup.clientId}

az role assignment create \\
  --assignee ${setup.clientId} \\
  --role "Key Vault Crypto Service Encryption User" \\
  --scope /subscriptions/${setup.subscriptionId}/resourceGroups/keys-prod/providers/Microsoft.KeyVault/vaults/northwind/keys/latchkey`)
    expect(azCommands(hsm)).toContain('az keyvault role assignment create')
  })

  it('takes no value that says more than it should', () => {
    const wrong = [
      { clientId: `${setup.clientId}; rm -rf /` },
      { tenantId: '$(id)' },
      { subscriptionId: 'x' },
      { resourceGroup: 'keys"; rm -rf / #' },
      { resourceGroup: 'keys prod' },
      { resourceGroup: '$HOME' },
      { resourceGroup: '' },
      { key: { ...setup.key, name: 'latchkey --role Owner' } },
      { key: { ...setup.key, vaultName: 'x"' } },
      { key: { ...setup.key, id: 'https://evil.example/keys/latchkey' } },
    ]
    for (const change of wrong) {
      const bad = { ...setup, ...change }
      expect(() => azCommands(bad)).toThrow(TypeError)
      expect(() => azureTerraform(bad)).toThrow(TypeError)
    }
    expect(() => portalSteps({ ...setup, clientId: 'x' }, 'https://x')).toThrow(TypeError)
  })
})
