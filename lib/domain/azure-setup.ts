import { AZURE_CLOUDS } from './azure-cloud'
import type { AzureKeyUrl } from './azure-key-url'

/** The least that a customer grants, on the key alone: to read it, wrap and unwrap (built-in roles of Azure). */
export const AZURE_ROLES = {
  vault: {
    title: 'Key Vault Crypto Service Encryption User',
    id: 'e147488a-f6f5-4113-8e2d-b22465e65bf6',
  },
  managed_hsm: {
    title: 'Managed HSM Crypto Service Encryption User',
    id: '33413926-3206-4cdd-b39a-83574fe37a17',
  },
} as const

export interface AzureConsent {
  key: AzureKeyUrl
  /** The customer's directory. */
  tenantId: string
  /** The application of ours that is for this organization alone. */
  clientId: string
}

/** Where a vault is managed, which its URL doesn't say. */
export interface AzureSetup extends AzureConsent {
  subscriptionId: string
  resourceGroup: string
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
/** Fewer characters than Azure allows: none that a shell or Terraform takes for its own. */
const RESOURCE_GROUP = /^[\w.-]{0,89}[\w-]$/
const NAME = /^[0-9a-z-]{1,127}$/

/** Stands for the directory of whoever signs in; never `common`, which takes personal accounts as well. */
const ANY_DIRECTORY = 'organizations'

/**
 * Where an admin of the customer's directory consents to our application, and comes back from with `state` and the
 * directory's id, which need not be known before (null). The state is made and checked by whoever sends them there.
 * Throws TypeError for a value that could say more.
 */
export function adminConsentUrl(
  { key, tenantId, clientId }: Omit<AzureConsent, 'tenantId'> & { tenantId: string | null },
  { redirectUri, state }: { redirectUri: string; state: string },
): string {
  requireIds(clientId, ...(tenantId === null ? [] : [tenantId]))
  if (!/^[\w-]{16,200}$/.test(state)) throw new TypeError('expected a state that cannot be guessed')
  const { protocol, hostname } = new URL(redirectUri)
  if (protocol !== 'https:' && hostname !== '127.0.0.1' && hostname !== 'localhost')
    throw new TypeError('expected an https redirect')
  const { directory, [key.kind]: resource } = AZURE_CLOUDS[key.cloud]
  const url = new URL(`https://${directory}/${tenantId ?? ANY_DIRECTORY}/v2.0/adminconsent`)
  url.search = new URLSearchParams({
    client_id: clientId,
    scope: `https://${resource}/.default`,
    redirect_uri: redirectUri,
    state,
  }).toString()
  return url.href
}

/** The commands for a customer to run: consent to the application, then the role on the key alone. */
export function azCommands(setup: AzureSetup): string {
  const { key, clientId, scope, role } = checked(setup)
  const consent = `az ad sp create --id ${clientId}`
  const assign =
    key.kind === 'vault'
      ? [
          'az role assignment create',
          `  --assignee ${clientId}`,
          `  --role "${role.title}"`,
          `  --scope ${scope}/keys/${key.name}`,
        ]
      : [
          'az keyvault role assignment create',
          `  --hsm-name ${key.vaultName}`,
          `  --assignee ${clientId}`,
          `  --role "${role.title}"`,
          `  --scope /keys/${key.name}`,
        ]
  return [consent, assign.join(' \\\n')].join('\n\n')
}

/** The same as Terraform resources. */
export function azureTerraform(setup: AzureSetup): string {
  const { key, clientId, scope, role } = checked(setup)
  const consent = ['resource "azuread_service_principal" "latchkey" {', `  client_id = "${clientId}"`, '}']
  const principal = 'azuread_service_principal.latchkey.object_id'
  const assign =
    key.kind === 'vault'
      ? [
          'resource "azurerm_role_assignment" "latchkey" {',
          `  scope                = "${scope}/keys/${key.name}"`,
          `  role_definition_name = "${role.title}"`,
          `  principal_id         = ${principal}`,
          '}',
        ]
      : [
          'resource "azurerm_key_vault_managed_hardware_security_module_role_assignment" "latchkey" {',
          `  managed_hsm_id     = "${scope}"`,
          `  name               = uuidv5("url", "${key.id}/${clientId}")`,
          `  scope              = "/keys/${key.name}"`,
          `  role_definition_id = "/Microsoft.KeyVault/providers/Microsoft.Authorization/roleDefinitions/${role.id}"`,
          `  principal_id       = ${principal}`,
          '}',
        ]
  return [consent, assign].map((lines) => lines.join('\n')).join('\n\n')
}

export interface PortalStep {
  text: string
  /** What is to be opened or pasted there. */
  value: string | null
}

/** The same by hand, in the words of the Azure portal. */
export function portalSteps(consent: Omit<AzureConsent, 'tenantId'>, consentUrl: string): PortalStep[] {
  const { key, clientId } = consent
  requireIds(clientId)
  requireKey(key)
  const role = AZURE_ROLES[key.kind].title
  const open =
    key.kind === 'vault'
      ? 'In the Azure portal, open the vault, then Keys, then the key, then Access control (IAM).'
      : 'In the Azure portal, open the Managed HSM, then Local RBAC.'
  return [
    { text: 'As an admin of the directory, consent to our application.', value: consentUrl },
    { text: open, value: key.id },
    { text: 'Choose Add role assignment, and this role.', value: role },
    ...(key.kind === 'managed_hsm'
      ? [{ text: 'Choose the key as the scope.', value: `/keys/${key.name}` }]
      : []),
    { text: 'Under Members, find our application by its id.', value: clientId },
    { text: 'Review and assign. Azure needs a few minutes until it holds everywhere.', value: null },
  ]
}

function checked(setup: AzureSetup) {
  const { key, tenantId, clientId, subscriptionId, resourceGroup } = setup
  requireIds(tenantId, clientId, subscriptionId)
  requireKey(key)
  if (!RESOURCE_GROUP.test(resourceGroup)) throw new TypeError('expected the name of a resource group')
  const type = key.kind === 'vault' ? 'vaults' : 'managedHSMs'
  const group = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`
  const scope = `${group}/providers/Microsoft.KeyVault/${type}/${key.vaultName}`
  return { key, clientId, scope, role: AZURE_ROLES[key.kind] }
}

function requireIds(...ids: string[]): void {
  if (!ids.every((id) => GUID.test(id))) throw new TypeError('expected a GUID')
}

function requireKey({ id, host, name, vaultName }: AzureKeyUrl): void {
  if (!NAME.test(name) || !NAME.test(vaultName) || id !== `https://${host}/keys/${name}`)
    throw new TypeError('expected a parsed key')
}
