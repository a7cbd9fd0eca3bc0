import type { AzureKeyUrl } from './azure-key-url'
import type { GoogleKeyName } from './google-key-name'

/** The commands that make a key in a vault or Managed HSM of the customer's. */
export function azNewKey({
  kind,
  vaultName,
  name,
}: Pick<AzureKeyUrl, 'kind' | 'vaultName' | 'name'>): string {
  const where = kind === 'vault' ? `--vault-name ${vaultName}` : `--hsm-name ${vaultName}`
  const what = kind === 'vault' ? ['--kty RSA-HSM', '--size 3072'] : ['--kty oct-HSM', '--size 256']
  const lines = [
    'az keyvault key create',
    where,
    `--name ${name}`,
    ...what,
    '--ops wrapKey unwrapKey',
    '--query key.kid --output tsv',
  ]
  return lines.join(' \\\n  ')
}

/** The same at Google, with the key ring that it belongs to. */
export function gcloudNewKey({ project, location, keyRing, key }: GoogleKeyName): string {
  const place = [`--project ${project}`, `--location ${location}`]
  const ring = [`gcloud kms keyrings create ${keyRing}`, ...place]
  const make = [`gcloud kms keys create ${key}`, ...place, `--keyring ${keyRing}`, '--purpose encryption']
  return [ring, make].map((lines) => lines.join(' \\\n  ')).join('\n\n')
}
