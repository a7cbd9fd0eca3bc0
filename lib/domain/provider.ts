/** Where a root key can lie. Customers' keys lie in one of the clouds; ours may lie in an HSM, too. */
export const CLOUDS = ['aws', 'azure', 'google'] as const

export type Cloud = (typeof CLOUDS)[number]
export type Provider = Cloud | 'pkcs11'
