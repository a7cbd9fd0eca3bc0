import type { GoogleKeyName } from './google-key-name'
import { serviceAccount as address } from './link-identity'

/** The least that a customer grants, on the key alone: its use, and a look at its versions and their ages. */
export const GOOGLE_ROLES = {
  use: {
    role: 'roles/cloudkms.cryptoKeyEncrypterDecrypter',
    title: 'Cloud KMS CryptoKey Encrypter/Decrypter',
  },
  look: { role: 'roles/cloudkms.viewer', title: 'Cloud KMS Viewer' },
} as const

export interface GoogleSetup {
  key: GoogleKeyName
  /** Address of the service account that is ours for this organization. */
  serviceAccount: string
}

const NAME = /^[\w.:-]+$/

/** The commands for a customer to run: one for each role. Throws TypeError for a value that could say more. */
export function gcloudCommands(setup: GoogleSetup): string {
  const { key, member } = checked(setup)
  return Object.values(GOOGLE_ROLES)
    .map(({ role }) =>
      [
        `gcloud kms keys add-iam-policy-binding ${key.key}`,
        `  --project ${key.project}`,
        `  --location ${key.location}`,
        `  --keyring ${key.keyRing}`,
        `  --member ${member}`,
        `  --role ${role}`,
      ].join(' \\\n'),
    )
    .join('\n\n')
}

/** The same as Terraform resources, each adding one member and leaving the others alone. */
export function terraformResources(setup: GoogleSetup): string {
  const { key, member } = checked(setup)
  return Object.entries(GOOGLE_ROLES)
    .map(([purpose, { role }]) =>
      [
        `resource "google_kms_crypto_key_iam_member" "latchkey_${purpose}" {`,
        `  crypto_key_id = "${key.id}"`,
        `  role          = "${role}"`,
        `  member        = "${member}"`,
        '}',
      ].join('\n'),
    )
    .join('\n\n')
}

export interface ConsoleStep {
  text: string
  /** What is to be opened or pasted there. */
  value: string | null
}

/** The same by hand, in the words of the Google Cloud console. */
export function consoleSteps(setup: GoogleSetup): ConsoleStep[] {
  const { key } = checked(setup)
  const path = [key.location, key.keyRing, key.key].join('/')
  const page = `https://console.cloud.google.com/security/kms/key/manage/${path}?project=${key.project}`
  return [
    { text: 'Open the key’s page in the Google Cloud console.', value: page },
    { text: 'Choose Permissions, then Grant access.', value: null },
    { text: 'Paste this service account under New principals.', value: setup.serviceAccount },
    ...Object.values(GOOGLE_ROLES).map(({ title }) => ({ text: 'Add this role.', value: title })),
    { text: 'Save. Google needs a minute or two until it holds everywhere.', value: null },
  ]
}

function checked({ key, serviceAccount }: GoogleSetup) {
  if (!address.safeParse(serviceAccount).success)
    throw new TypeError('expected the address of a service account')
  const { id, project, location, keyRing } = key
  const names = [project, location, keyRing, key.key]
  const whole = `projects/${project}/locations/${location}/keyRings/${keyRing}/cryptoKeys/${key.key}`
  if (!names.every((name) => NAME.test(name)) || id !== whole) throw new TypeError('expected a parsed key')
  return { key, member: `serviceAccount:${serviceAccount}` }
}
