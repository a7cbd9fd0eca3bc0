import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { entraCommands, serviceAccountCommands } from '@/lib/domain/vendor-setup'

const organization = { id: '7d0f3a52-5c5b-4a0e-9f0e-0d5e0f1a2b3c', name: `O'Brien $(id) & "Sons"` }
const callbackUrl = 'https://latchkey.example.com/connect/azure'

/** What a shell makes of commands, with the tools replaced by one that tells its arguments. */
function argumentsOf(commands: string): string[][] {
  const tell = `tell() { printf '%s\\n' "$(printf '<%s>' "$@")"; }; az() { tell az "$@"; }; gcloud() { tell gcloud "$@"; }`
  const told = execFileSync('sh', ['-c', `${tell}\n${commands}`], { encoding: 'utf8' })
  return told
    .split(/\n(?=<)/)
    .map((line) => [...line.trim().matchAll(/<([^>]*)>/gs)].map(([, word = '']) => word))
}

describe('what the operator runs for an organization', () => {
  it('makes an application for any directory, which comes back to us', () => {
    const [create, federate] = argumentsOf(entraCommands({ organization, callbackUrl }))
    expect(create).toEqual([
      ...['az', 'ad', 'app', 'create', '--display-name', `Latchkey for ${organization.name}`],
      ...['--sign-in-audience', 'AzureADMultipleOrgs', '--web-redirect-uris', callbackUrl],
      ...['--query', 'appId', '--output', 'tsv'],
    ])
    expect(JSON.parse(federate?.at(-1) ?? '')).toMatchObject({ audiences: ['api://AzureADTokenExchange'] })
  })

  it('makes a service account that the encryption service may act as', () => {
    const [create, act] = argumentsOf(serviceAccountCommands({ organization }))
    expect(create).toContain('latchkey-7d0f3a525c5b')
    expect(create?.at(-1)).toBe(`Latchkey for ${organization.name}`)
    expect(act).toContain('roles/iam.serviceAccountTokenCreator')
  })
})
