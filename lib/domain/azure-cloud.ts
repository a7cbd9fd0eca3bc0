/** The clouds of Azure: where their vaults, Managed HSMs and directories are, and nowhere else. */
export const AZURE_CLOUDS = {
  public: {
    vault: 'vault.azure.net',
    managed_hsm: 'managedhsm.azure.net',
    directory: 'login.microsoftonline.com',
  },
  china: { vault: 'vault.azure.cn', managed_hsm: 'managedhsm.azure.cn', directory: 'login.chinacloudapi.cn' },
  us_government: {
    vault: 'vault.usgovcloudapi.net',
    managed_hsm: 'managedhsm.usgovcloudapi.net',
    directory: 'login.microsoftonline.us',
  },
} as const

export type AzureCloud = keyof typeof AZURE_CLOUDS
/** What holds a key: a Key Vault, where keys are RSA, or a Managed HSM, where they may be AES. */
export type AzureKeyHolder = 'vault' | 'managed_hsm'

/** The end of the holder's host, which is what a token for it is made out to as well. */
export const azureSuffix = (cloud: AzureCloud, kind: AzureKeyHolder): string => AZURE_CLOUDS[cloud][kind]
