import { beforeEach, describe, expect, it } from 'vitest'
import { randomKey } from '@/lib/crypto'
import {
  AZURE_ROLES,
  type AzureSetup,
  adminConsentUrl,
  azCommands,
  azureTerraform,
  portalSteps,
} from '@/lib/domain/azure-setup'
import { AzureWorld, CLIENT, contextOf, failureOf, keyOf, OTHER_CLIENT, TENANT } from './azure-world'

const world = new AzureWorld()
const back = {
  redirectUri: 'https://latchkey.example/azure/consent',
  state: 'a-state-of-32-characters-or-more',
}
const SUBSCRIPTION = '5b5c0000-0000-4000-8000-00000000aaaa'

/** What somebody does who follows what they were shown. */
interface Done {
  /** The application that is let into the directory. */
  consent: string
  vaultName: string
  role: string
  principal: string
  scope: string
}

/** The words of a command as a shell reads them. */
const words = (command: string): string[] =>
  [...command.replaceAll('\\\n', ' ').matchAll(/"([^"]*)"|(\S+)/g)].map(
    ([, quoted, bare]) => quoted ?? bare ?? '',
  )

function optionsOf(rest: string[]): (name: string) => string {
  const options = new Map(rest.flatMap((word, at) => (at % 2 === 0 ? [[word, rest[at + 1] ?? '']] : [])))
  return (name) => options.get(`--${name}`) ?? ''
}

/** A scope of Azure's resource manager, taken apart. */
function fromResource(scope: string) {
  const match =
    /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.KeyVault\/vaults\/([^/]+)(\/keys\/.+)$/.exec(
      scope,
    )
  return { vaultName: match?.[1] ?? '', scope: match?.[2] ?? '' }
}

function fromCommands(text: string): Done {
  const [create = '', assign = ''] = text.split('\n\n')
  expect(words(create).slice(0, 4)).toEqual(['az', 'ad', 'sp', 'create'])
  const consent = optionsOf(words(create).slice(4))('id')
  const all = words(assign)
  const forHsm = all[1] === 'keyvault'
  const command = forHsm ? 'az keyvault role assignment create' : 'az role assignment create'
  expect(all.slice(0, command.split(' ').length).join(' ')).toBe(command)
  const of = optionsOf(all.slice(command.split(' ').length))
  const place = forHsm ? { vaultName: of('hsm-name'), scope: of('scope') } : fromResource(of('scope'))
  return { consent, role: of('role'), principal: of('assignee'), ...place }
}

function fromTerraform(text: string): Done {
  const [principal = '', assign = ''] = text.split('\n\n')
  expect(principal).toMatch(/^resource "azuread_service_principal" "latchkey" \{\n[^{}]*\n\}$/)
  expect(assign).toMatch(/^resource "azurerm_\w*role_assignment" "latchkey" \{\n[^{}]*\n\}$/)
  const field = (block: string, name: string) =>
    new RegExp(`^ {2}${name} += "?([^"\n]*)"?$`, 'm').exec(block)?.[1] ?? ''
  const consent = field(principal, 'client_id')
  expect(field(assign, 'principal_id')).toBe('azuread_service_principal.latchkey.object_id')
  const hsmId = field(assign, 'managed_hsm_id')
  if (hsmId === '') {
    return {
      consent,
      principal: consent,
      role: field(assign, 'role_definition_name'),
      ...fromResource(field(assign, 'scope')),
    }
  }
  const role = field(assign, 'role_definition_id').split('/').at(-1) ?? ''
  return {
    consent,
    principal: consent,
    role,
    vaultName: hsmId.split('/').at(-1) ?? '',
    scope: field(assign, 'scope'),
  }
}

function fromSteps(setup: AzureSetup): Done {
  const values = portalSteps(setup, adminConsentUrl(setup, back)).flatMap(({ value }) => value ?? [])
  const consent = new URL(values[0] ?? '')
  expect(consent.pathname.split('/')[1]).toBe(TENANT)
  const { vaultName, name } = keyOf(values[1] ?? '')
  const role = Object.values(AZURE_ROLES).find(({ title }) => values.includes(title))?.title ?? ''
  const scope = values.find((value) => value.startsWith('/keys/')) ?? `/keys/${name}`
  return {
    consent: consent.searchParams.get('client_id') ?? '',
    vaultName,
    role,
    principal: values.at(-1) ?? '',
    scope,
  }
}

const WAYS: [string, (setup: AzureSetup) => Done][] = [
  ['the Azure CLI', (setup) => fromCommands(azCommands(setup))],
  ['Terraform', (setup) => fromTerraform(azureTerraform(setup))],
  ['the portal', fromSteps],
]
const KINDS = ['vault', 'managed_hsm'] as const
const CASES = WAYS.flatMap(([way, doneBy]) => KINDS.map((kind) => ({ way, doneBy, kind })))

async function apply({ consent, vaultName, ...assignment }: Done): Promise<void> {
  await world.control('POST', `tenants/${TENANT}/consents`, { clientId: consent })
  await world.control('POST', `vaults/${vaultName}/assignments`, assignment)
}

describe.each(CASES)('what is to be granted, by $way, for a key in a $kind', ({ doneBy, kind }) => {
  beforeEach(() => world.control('DELETE', `tenants/${TENANT}/consents/${CLIENT}`, {}).catch(() => undefined))

  it('is all that a key needs, for that application and that key alone', async () => {
    const url = await world.createKey({ kind, granted: false })
    const another = await world.createKey({ kind, granted: false })
    expect((await failureOf(world.rootKey(url).describe())).outcome).toBe('CONSENT_MISSING')
    const setup = {
      key: keyOf(url),
      tenantId: TENANT,
      clientId: CLIENT,
      subscriptionId: SUBSCRIPTION,
      resourceGroup: 'keys',
    }
    await apply(doneBy(setup))
    const rootKey = world.rootKey(url)
    await rootKey.wrap(randomKey(), contextOf())
    expect((await rootKey.describe()).hidden).toEqual(['rotation'])
    expect(await rootKey.versions()).toHaveLength(1)
    expect((await failureOf(world.rootKey(another).describe())).outcome).toBe('DENIED')
    const stranger = world.rootKey(url, {}, { tenantId: TENANT, clientId: OTHER_CLIENT })
    expect((await failureOf(stranger.describe())).outcome).toBe('DENIED')
  })
})
