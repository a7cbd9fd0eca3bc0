import { randomBytes, randomUUID } from 'node:crypto'
import type { PrivateJson } from '../lib/private-json'

export const AWS_REGION = 'eu-central-1'
export const LATCHKEY_ACCOUNT = '999988887777'
export const SERVICE_ROLE = `arn:aws:iam::${LATCHKEY_ACCOUNT}:role/latchkey-encryption-service`
/** What the encryption service may ask for in AWS; whether a key lets it is the key policy's word. */
const SERVICE_ACTIONS = [
  'kms:Encrypt',
  'kms:Decrypt',
  'kms:ReEncrypt*',
  'kms:GenerateDataKey*',
  'kms:DescribeKey',
  'kms:GetKeyRotationStatus',
  'sts:AssumeRole',
]
const GOOGLE_PROJECT = 'latchkey-service'
const serviceAccount = (name: string) => `${name}@${GOOGLE_PROJECT}.iam.gserviceaccount.com`

/** The organizations of the demo, each with places of its own in the three clouds. */
const CUSTOMERS = [
  { name: 'Northwind', short: 'northwind', account: '111122223333' },
  { name: 'Globex', short: 'globex', account: '444455556666' },
  { name: 'Fabrikam', short: 'fabrikam', account: '777788889999' },
  { name: 'Initech', short: 'initech', account: '333344445555' },
]

/** By the organization's name: who we are for it in Azure and Google. */
export type DemoIdentities = Record<string, { azureClientId: string; googleServiceAccount: string }>

/** What is in the demo's clouds at first, and with which credentials the encryption service comes there. */
export function demoClouds(kept: PrivateJson) {
  const secret = (name: string) => kept.getOrMake(name, () => randomBytes(30).toString('base64url'))
  const id = (name: string) => kept.getOrMake(name, randomUUID)
  const customers = CUSTOMERS.map((customer) => ({
    ...customer,
    tenantId: id(`directory of ${customer.name}`),
    clientId: id(`our application for ${customer.name}`),
    clientSecret: secret(`secret of our application for ${customer.name}`),
    googleAccount: serviceAccount(`org-${customer.short}`),
  }))
  const aws = {
    accessKeyId: kept.getOrMake('access key id of the encryption service', makeAccessKeyId),
    secretAccessKey: kept.getOrMake('secret access key of the encryption service'),
  }
  const google = {
    clientId: 'latchkey.apps.example',
    clientSecret: secret('secret of the encryption service at Google'),
    refreshToken: secret('refresh token of the encryption service at Google'),
  }
  return {
    seed: {
      aws: awsSeed(customers, aws),
      azure: azureSeed(customers),
      google: googleSeed(customers, google),
    },
    service: {
      aws,
      azure: Object.fromEntries(customers.map(({ clientId, clientSecret }) => [clientId, clientSecret])),
      google,
    },
    identities: Object.fromEntries(
      customers.map(({ name, clientId, googleAccount }) => [
        name,
        { azureClientId: clientId, googleServiceAccount: googleAccount },
      ]),
    ),
  }
}

type Customer = (typeof CUSTOMERS)[number] & {
  tenantId: string
  clientId: string
  clientSecret: string
  googleAccount: string
}

const principal = (arn: string, credentials: object, actions: string[]) => ({
  arn,
  ...credentials,
  policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] },
})

function awsSeed(customers: Customer[], service: object) {
  const admin = () => ({
    accessKeyId: makeAccessKeyId(),
    secretAccessKey: randomBytes(30).toString('base64'),
  })
  return {
    accounts: [
      ...customers.map(({ account, name }) => ({
        id: account,
        name,
        principals: [principal(`arn:aws:iam::${account}:role/admin`, admin(), ['kms:*'])],
      })),
      {
        id: LATCHKEY_ACCOUNT,
        name: 'Latchkey',
        principals: [principal(SERVICE_ROLE, service, SERVICE_ACTIONS)],
      },
    ],
  }
}

/** Nobody has consented yet, and no vault lets us in: that is the walk-through's part. */
const azureSeed = (customers: Customer[]) => ({
  tenants: customers.map(({ tenantId, name }) => ({ id: tenantId, name })),
  apps: customers.map(({ clientId, clientSecret, name }) => ({
    clientId,
    name: `Latchkey for ${name}`,
    secrets: [clientSecret],
  })),
  vaults: customers.flatMap(({ tenantId, short }) => [
    { name: `${short}-keys`, tenantId, purgeProtection: true },
    { name: `${short}-hsm`, kind: 'managed_hsm', tenantId, purgeProtection: true },
  ]),
})

function googleSeed(customers: Customer[], credentials: object) {
  const installation = serviceAccount('latchkey')
  const actingAs = [
    { role: 'roles/iam.serviceAccountTokenCreator', members: [`serviceAccount:${installation}`] },
  ]
  return {
    projects: [
      ...customers.map(({ name, short }) => ({
        id: `${short}-prod`,
        name,
        bindings: [{ role: 'roles/owner', members: [`user:admin@${short}.example`] }],
      })),
      {
        id: GOOGLE_PROJECT,
        name: 'Latchkey',
        serviceAccounts: [
          { email: installation, name: 'The installation itself' },
          ...customers.map(({ name, googleAccount }) => ({
            email: googleAccount,
            name: `For ${name} alone`,
            bindings: actingAs,
          })),
        ],
      },
    ],
    credentials: [{ member: `serviceAccount:${installation}`, ...credentials }],
  }
}

function makeAccessKeyId(): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  return `AKIA${[...randomBytes(16)].map((byte) => letters[byte % letters.length]).join('')}`
}
