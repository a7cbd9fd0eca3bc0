import { gcloudCommands } from './google-setup'
import type { KeyReference } from './key-reference'
import type { LinkIdentity } from './link-identity'

/** The key that something was found about, and who we are there. */
export interface FoundKey {
  reference: KeyReference
  identity: LinkIdentity
  /** the version that wraps what is new, where it is known */
  version: string | null
}

/** What its administrator runs about a finding or outcome, with the key's own names in it; null: no single command. */
export function fixCommand(key: FoundKey, code: string): string | null {
  switch (key.reference.provider) {
    case 'aws':
      return awsCommand(key.reference, code)
    case 'azure':
      return azureCommand(key.reference, key.identity, code)
    case 'google':
      return googleCommand(key.reference, key, code)
  }
}

function awsCommand({ id, region }: KeyReference, code: string): string | null {
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
      return aws('put-key-policy', ' --policy-name default --policy file://policy.json')
    default:
      return null
  }
}

type Azure = Extract<KeyReference, { provider: 'azure' }>
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
    'az role assignment create --role "Key Vault Crypto Service Encryption User"',
    `--assignee ${clientId}`,
    `--scope "$(az keyvault show --name ${vault} --query id --output tsv)/keys/${key}"`,
  ].join(' \\\n  ')

const hsmRole = (hsm: string, key: string, clientId: string) =>
  [
    `az keyvault role assignment create --hsm-name ${hsm}`,
    '--role "Managed HSM Crypto Service Encryption User"',
    `--assignee ${clientId}`,
    `--scope /keys/${key}`,
  ].join(' \\\n  ')

function googleCommand(
  { key }: Google,
  { identity, version }: Pick<FoundKey, 'identity' | 'version'>,
  code: string,
): string | null {
  const place = `--project ${key.project} --location ${key.location} --keyring ${key.keyRing}`
  const atVersion = (verb: string) =>
    version && `gcloud kms keys versions ${verb} ${version} ${place} --key ${key.key}`
  switch (code) {
    case 'DISABLED':
    case 'WRAP_BLOCKED':
      return atVersion('enable')
    case 'PENDING_DELETION':
      return version && `${atVersion('restore')}\n${atVersion('enable')}`
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
