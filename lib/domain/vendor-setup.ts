/** For whom the vendor makes an identity, and where Entra sends an admin who has consented. */
interface VendorSetup {
  organization: { id: string; name: string }
  callbackUrl: string
}

/** Any text as one word of a POSIX shell. */
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

const displayName = ({ name }: VendorSetup['organization']) => quoted(`Latchkey for ${name}`)

/** The commands by which the vendor makes an application in Entra that serves one organization alone. */
export function entraCommands({ organization, callbackUrl }: VendorSetup): string {
  return `${[
    '# Prints the application (client) id:',
    'az ad app create',
    `  --display-name ${displayName(organization)}`,
    '  --sign-in-audience AzureADMultipleOrgs',
    `  --web-redirect-uris ${quoted(callbackUrl)}`,
    '  --query appId --output tsv',
  ].join(' \\\n')}

# Let it trust the encryption service's own identity; without one, give it a secret
# (az ad app credential reset) and put that into LATCHKEY_AZURE_CLIENT_SECRETS.
az ad app federated-credential create --id APPLICATION_ID --parameters '{
  "name": "latchkey", "issuer": "YOUR_ISSUER", "subject": "YOUR_SUBJECT",
  "audiences": ["api://AzureADTokenExchange"]
}'`.replace('id: \\\n', 'id:\n')
}

/** The same for a service account at Google, which the encryption service may act as. */
export function serviceAccountCommands({ organization }: Pick<VendorSetup, 'organization'>): string {
  const id = `latchkey-${organization.id.replaceAll('-', '').slice(0, 12)}`
  const create = [
    `gcloud iam service-accounts create ${id}`,
    '  --project YOUR_PROJECT',
    `  --display-name ${displayName(organization)}`,
  ]
  const actAs = [
    'gcloud iam service-accounts add-iam-policy-binding',
    `  ${id}@YOUR_PROJECT.iam.gserviceaccount.com`,
    '  --project YOUR_PROJECT',
    '  --member serviceAccount:YOUR_ENCRYPTION_SERVICE',
    '  --role roles/iam.serviceAccountTokenCreator',
  ]
  return [create, actAs].map((lines) => lines.join(' \\\n')).join('\n\n')
}
