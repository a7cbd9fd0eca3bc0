/** Where a root key can lie. Customers' keys lie in one of the clouds; ours may lie in an HSM, too. */
export const CLOUDS = ['aws', 'azure', 'google'] as const

export type Cloud = (typeof CLOUDS)[number]
export type Provider = Cloud | 'pkcs11'

/** What people call a key's place, and what names a key there. */
export const CLOUD_WORDS: Record<Cloud, { name: string; keyId: string }> = {
  aws: { name: 'AWS KMS', keyId: 'Key ARN' },
  azure: { name: 'Azure Key Vault', keyId: 'Key identifier' },
  google: { name: 'Google Cloud KMS', keyId: 'Resource name' },
}
