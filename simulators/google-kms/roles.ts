const USE = ['cloudkms.cryptoKeyVersions.useToEncrypt', 'cloudkms.cryptoKeyVersions.useToDecrypt'] as const
const READ = [
  'cloudkms.keyRings.get',
  'cloudkms.keyRings.list',
  'cloudkms.cryptoKeys.get',
  'cloudkms.cryptoKeys.list',
  'cloudkms.cryptoKeyVersions.get',
  'cloudkms.cryptoKeyVersions.list',
] as const
const CHANGE = [
  'cloudkms.keyRings.create',
  'cloudkms.cryptoKeys.create',
  'cloudkms.cryptoKeys.update',
  'cloudkms.cryptoKeyVersions.create',
  'cloudkms.cryptoKeyVersions.update',
  'cloudkms.cryptoKeyVersions.destroy',
  'cloudkms.cryptoKeyVersions.restore',
] as const
const POLICY = [
  'cloudkms.keyRings.getIamPolicy',
  'cloudkms.keyRings.setIamPolicy',
  'cloudkms.cryptoKeys.getIamPolicy',
  'cloudkms.cryptoKeys.setIamPolicy',
] as const
const [encrypt, decrypt] = USE

/** Every permission that is asked for anywhere here. */
export const PERMISSIONS: readonly string[] = [
  ...USE,
  ...READ,
  ...CHANGE,
  ...POLICY,
  'iam.serviceAccounts.getAccessToken',
]

/** Google's own roles, as far as they hold permissions that are asked for here. */
const ROLES = new Map<string, readonly string[]>([
  ['roles/owner', [...USE, ...READ, ...CHANGE, ...POLICY]],
  ['roles/editor', [...READ, ...CHANGE]],
  ['roles/viewer', READ],
  ['roles/cloudkms.admin', [...READ, ...CHANGE, ...POLICY]],
  ['roles/cloudkms.viewer', READ],
  ['roles/cloudkms.cryptoKeyEncrypterDecrypter', USE],
  ['roles/cloudkms.cryptoKeyEncrypter', [encrypt]],
  ['roles/cloudkms.cryptoKeyDecrypter', [decrypt]],
  ['roles/iam.serviceAccountTokenCreator', ['iam.serviceAccounts.getAccessToken']],
])

/** A project's own roles: full name to permissions. */
export type CustomRoles = Readonly<Record<string, readonly string[]>>

/** The permissions of a role; null for one that doesn't exist. */
export function permissionsOf(role: string, custom: CustomRoles): readonly string[] | null {
  return ROLES.get(role) ?? custom[role] ?? null
}
