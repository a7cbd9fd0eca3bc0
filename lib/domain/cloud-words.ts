import type { Cloud } from './provider'

/** One vocabulary for each cloud: what its things are called in its own console. */
export interface CloudWords {
  name: string
  service: string
  /** where the key lies, and whose that is: "in your AWS account" */
  account: string
  /** what heads the account and place of a key in a list */
  placeLabel: string
  /** what heads the key's id, and how it is said in a sentence */
  keyIdLabel: string
  keyId: string
  /** what decides who may use the key */
  policy: string
  /** what a rotation makes a new one of */
  version: string
  newVersion: string
  versions: string
}

export const CLOUD_WORDS: Record<Cloud, CloudWords> = {
  aws: {
    name: 'AWS',
    service: 'AWS KMS',
    account: 'your AWS account',
    placeLabel: 'Account and region',
    keyIdLabel: 'Key ARN',
    keyId: 'ARN',
    policy: 'key policy',
    version: 'key material',
    newVersion: 'new key material',
    versions: 'Key materials',
  },
  azure: {
    name: 'Azure',
    service: 'Azure Key Vault',
    account: 'your Azure tenant',
    placeLabel: 'Tenant and vault',
    keyIdLabel: 'Key identifier',
    keyId: 'key identifier',
    policy: 'role assignment',
    version: 'version',
    newVersion: 'a new version',
    versions: 'Versions',
  },
  google: {
    name: 'Google Cloud',
    service: 'Google Cloud KMS',
    account: 'your Google Cloud project',
    placeLabel: 'Project and location',
    keyIdLabel: 'Resource name',
    keyId: 'resource name',
    policy: 'IAM policy',
    version: 'version',
    newVersion: 'a new version',
    versions: 'Versions',
  },
}
