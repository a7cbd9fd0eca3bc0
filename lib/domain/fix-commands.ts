import { awsCliScript } from './aws-cli'
import { AZURE_ROLES } from './azure-setup'
import { gcloudCommands } from './google-setup'
import type { KeyReference } from './key-reference'
import type { LinkIdentity } from './link-identity'

/** The key that something was found about, whose it is, and who we are there. */
export interface FoundKey {
  organization: string
  /** ARN of the identity that this installation calls AWS with */
  awsPrincipalArn: string
  reference: KeyReference
  identity: LinkIdentity
  /** the version that wraps what is new, where it is known */
  version: string | null
  /** whether that version is to be destroyed */
  isDoomed: boolean
}

/** What its administrator runs about a finding or outcome, with the key's own names in it; null: no single command. */
export function fixCommand(key: FoundKey, code: string): string | null {
  switch (key.reference.provider) {
    case 'aws':
      return awsCommand(key.reference, key, code)
    case 'azure':
      return azureCommand(key.reference, key.identity, code)
    case 'google':
      return googleCommand(key.reference, key, code)
  }
}

function awsCommand({ id, region, key }: Aws, found: FoundKey, code: string): string | null {
  const aws = (verb: string, more = '') => `aws kms ${verb} --region ${region} --key-id ${id}${more}`
  switch (code) {
    case 'DISABLED':
      return aws('enable-key')
    case 'PENDING_DELETION':
      return `${aws('cancel-key-deletion')}\n${aws('enable-key')}`
    case 'rotation_off':
      return aws('enable-key-rotation')
    case 'DENIED':
    case 'encrypt_denied':
    case 'decrypt_denied':
    case 'describe_denied':
    case 'policy_not_conditioned':
    case 'rotation_unknown':
      return policyScript(key, found)
    default:
      return null
  }
}

/** Puts the policy that we ask for into the key; a role of the customer's has policies of its own. */
function policyScript(key: Aws['key'], { organization, awsPrincipalArn, identity }: FoundKey): string | null {
  if (identity.provider !== 'aws' || identity.role !== null) return null
  const { accountId, region } = key
  return awsCliScript({
    principalArn: awsPrincipalArn,
    organizationId: organization,
    accountId,
    regions: [region],
    key,
    role: null,
  })
}

type Azure = Extract<KeyReference, { provider: 'azure' }>
type Aws = Extract<KeyReference, { provider: 'aws' }>
type Google = Extract<KeyReference, { provider: 'google' }>

function azureCommand({ key }: Azure, identity: LinkIdentity, code: string): string | null {
  const isHsm = key.kind === 'managed_hsm'
  const holder = `${isHsm ? '--hsm-name' : '--vault-name'} ${key.vaultName}`
  const az = (verb: string, more = '') => `az keyvault key ${verb} ${holder} --name ${key.name}${more}`
  const clientId = identity.provider === 'azure' ? identity.clientId : ''
  switch (code) {
    case 'DISABLED':
      return az('set-attributes', ' --enabled true')
    case 'PENDING_DELETION':
      return az('recover')
    case 'WRAP_BLOCKED':
    case 'expired':
    case 'expires_soon':
      return az('rotate')
    case 'purgeable':
      return isHsm
        ? `az keyvault update-hsm --hsm-name ${key.vaultName} --enable-purge-protection true`
        : `az keyvault update --name ${key.vaultName} --enable-purge-protection true`
    case 'CONSENT_MISSING':
      return `az ad sp create --id ${clientId}`
    case 'DENIED':
    case 'encrypt_denied':
    case 'decrypt_denied':
    case 'describe_denied':
      return isHsm ? hsmRole(key.vaultName, key.name, clientId) : vaultRole(key.vaultName, key.name, clientId)
    default:
      return null
  }
}

const vaultRole = (vault: string, key: string, clientId: string) =>
  [
    `az role assignment create --role "${AZURE_ROLES.vault.title}"`,
    `--assignee ${clientId}`,
    `--scope "$(az keyvault show --name ${vault} --query id --output tsv)/keys/${key}"`,
  ].join(' \\\n  ')

const hsmRole = (hsm: string, key: string, clientId: string) =>
  [
    `az keyvault role assignment create --hsm-name ${hsm}`,
    `--role "${AZURE_ROLES.managed_hsm.title}"`,
    `--assignee ${clientId}`,
    `--scope /keys/${key}`,
  ].join(' \\\n  ')

function googleCommand(
  { key }: Google,
  { identity, version, isDoomed }: FoundKey,
  code: string,
): string | null {
  const place = `--project ${key.project} --location ${key.location} --keyring ${key.keyRing}`
  const atVersion = (verb: string) =>
    version && `gcloud kms keys versions ${verb} ${version} ${place} --key ${key.key}`
  switch (code) {
    case 'DISABLED':
    case 'WRAP_BLOCKED':
    case 'PENDING_DELETION':
      return version && isDoomed ? `${atVersion('restore')}\n${atVersion('enable')}` : atVersion('enable')
    case 'rotation_off':
      return `gcloud kms keys update ${key.key} ${place} --rotation-period 90d --next-rotation-time "$(date -u -d '90 days' +%FT%TZ)"`
    case 'CONSENT_MISSING':
      return `gcloud services enable cloudkms.googleapis.com --project ${key.project}`
    case 'DENIED':
    case 'encrypt_denied':
    case 'decrypt_denied':
    case 'describe_denied':
    case 'rotation_unknown':
      return identity.provider === 'google'
        ? gcloudCommands({ key, serviceAccount: identity.serviceAccount })
        : null
    default:
      return null
  }
}
